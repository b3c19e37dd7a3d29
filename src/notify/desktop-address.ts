import { statSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode } from '../base/system-error.ts';

/** Where the desktop of a launch is, in the variables that lead there; or why no notice can get to one. */
export type DesktopAddress =
  | { readonly found: true; readonly variables: Readonly<Record<string, string>> }
  | { readonly found: false; readonly why: string };

const names = ['DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR'] as const;

/**
 * Only without a display and without a bus there is no desktop: CI and SSH alone say nothing about it. Elsewhere than
 * on Linux and the BSDs the desktop needs no address.
 */
export function desktopAddress(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): DesktopAddress {
  if (platform === 'darwin' || platform === 'win32') return { found: true, variables: {} };
  const given = names.map((name) => [name, env[name] ?? ''] as const).filter(([, value]) => value !== '');
  const variables = Object.fromEntries(given);
  const { DISPLAY, WAYLAND_DISPLAY, DBUS_SESSION_BUS_ADDRESS: bus, XDG_RUNTIME_DIR: folder } = variables;
  // A journal says it, and an address of this kind names a program that would be run.
  if (bus !== undefined && /unixexec/i.test(bus)) return none('the address of its bus starts a program');
  const isThere = (DISPLAY ?? WAYLAND_DISPLAY ?? bus) !== undefined || hasBus(folder);
  return isThere ? { found: true, variables } : none('it was launched without a display and a session bus');
}

function none(why: string): DesktopAddress {
  return { found: false, why };
}

/** Where a session's bus is when no variable says so. */
function hasBus(runtimeFolder: string | undefined): boolean {
  if (runtimeFolder === undefined) return false;
  try {
    return statSync(join(runtimeFolder, 'bus')).isSocket();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP', 'ENAMETOOLONG')) return false;
    throw error;
  }
}
