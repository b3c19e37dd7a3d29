import type { NotificationSettings } from '../config/settings.ts';
import { desktopAddress } from '../notify/desktop-address.ts';
import type { Check, LaunchPlan } from './check.ts';
import { findOnPath } from './command-path.ts';
import { inspectProgram } from './command-program.ts';
import { resolveCommand } from './command-resolve.ts';
import { type Finding, warning } from './command-words.ts';
import { resultsOf } from './findings.ts';

/** Notices have somewhere to go: the desktop's program, and the command of the configuration. Sends none. */
export function noticesCheck(
  settings: NotificationSettings,
  platform: NodeJS.Platform = process.platform,
): Check {
  return {
    name: 'notices',
    run: async (plan, signal) => {
      const desktop = await desktopWays(settings, plan, platform);
      const command = await commandWays(settings.command, plan, signal);
      const terminal = settings.terminalEnabled ? ['terminal'] : [];
      const ways = [...desktop.ways, ...terminal, 'log', ...command.ways].join(', ');
      const well = desktop.why === null ? ways : `${ways}; none on a desktop: ${desktop.why}`;
      return resultsOf('notices', [...desktop.findings, ...command.findings], well);
    },
  };
}

type Ways = { readonly ways: readonly string[]; readonly findings: readonly Finding[] };

async function desktopWays(
  { desktopEnabled }: NotificationSettings,
  { env, cwd }: LaunchPlan,
  platform: NodeJS.Platform,
): Promise<Ways & { readonly why: string | null }> {
  const nothing = { ways: [], findings: [] };
  if (!desktopEnabled) return { ...nothing, why: 'switched off' };
  if (!desktopAddress(env, platform).found)
    return { ...nothing, why: 'there is no display and no session bus here' };
  if (platform === 'darwin' || platform === 'win32') return { ways: ['desktop'], findings: [], why: null };
  if ((await findOnPath('notify-send', cwd, env)) !== null)
    return { ways: ['desktop'], findings: [], why: null };
  const hint = 'install it (libnotify-bin, libnotify), or set notifications.desktop_enabled: false';
  const missing = warning('The desktop can be told nothing: notify-send is not installed', hint);
  return { ways: [], findings: [missing], why: null };
}

async function commandWays(
  command: readonly string[] | null,
  { projectRoot, env }: LaunchPlan,
  signal: AbortSignal,
): Promise<Ways> {
  if (command === null) return { ways: [], findings: [] };
  const resolved = await resolveCommand(command, projectRoot, env, signal);
  const problem =
    'problem' in resolved ? resolved.problem : await inspectProgram(resolved.path, projectRoot, env);
  if (problem === null) return { ways: ['command'], findings: [] };
  return { ways: [], findings: [warning(`notifications.command: ${problem.message}`, problem.hint)] };
}
