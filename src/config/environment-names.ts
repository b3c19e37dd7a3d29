/** Variables that begin like this set a key of `background_processes`. */
export const settingPrefix = 'TAPPS_BG_';

/** Switches of the program itself that share the prefix. */
const otherNames: readonly string[] = ['TAPPS_BG_DEBUG'];

/** True for a variable that sets, or was meant to set, one of our keys. */
export function namesSetting(name: string): boolean {
  return name.startsWith(settingPrefix) && !otherNames.includes(name);
}
