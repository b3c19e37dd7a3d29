import type { DoctorJson } from '../../schemas/generated/types.ts';
import { shownKey } from '../config/config-schema.ts';
import { readSettings } from '../config/settings.ts';
import type { Project } from '../journal/project-paths.ts';
import { stateFoldersOf } from '../launch/launch-folders.ts';
import { safeText } from '../output/safe-text.ts';
import type { CheckResult } from '../preflight/check.ts';
import { doctorChecks } from '../preflight/doctor.ts';
import { type SettingRow, settingRows } from '../preflight/doctor-settings.ts';
import { runChecks } from '../preflight/run-checks.ts';
import { tableLines } from '../views/table.ts';
import { watcherResult } from './doctor-watcher.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, present } from './hands.ts';

export type DoctorArguments = {
  readonly all?: boolean | undefined;
  /** Send a test notice by each channel. */
  readonly notify?: boolean | undefined;
};

/** Says what works here, what does not and how to mend it, and where the settings come from. Launches nothing. */
export async function doctor(args: DoctorArguments, hands: Hands): Promise<number> {
  const { cwd, env, nowMs } = hands;
  const project: Project = { ...hands.project, isOnlyRead: true }; // a look leaves no cache
  const reading = await readSettings(project.configFile, env);
  const { settings, problems: configProblems } = reading;
  const stateFolders = stateFoldersOf(project, settings);
  const site = { project, settings, configProblems, stateFolders, nowMs };
  const plan = { command: [], cwd, env, stateFolder: project.stateFolder, projectRoot: project.root };
  const found = await runChecks(doctorChecks(site), plan);
  const { valid } = found;
  const trial = args.notify === true ? await trialOf(hands) : [];
  const checks = [...found.checks, watcherResult({ ...hands, settings }), ...trial];
  const rows = settingRows(reading);
  present(hands, documentOf(valid, checks, rows), () => [
    ...checks.map(checkLine),
    '',
    ...settingLines(rows, args.all ?? false, hands),
    '',
    summary(checks),
  ]);
  return valid ? exitCodes.done : exitCodes.failed;
}

/** Loaded by whoever asks for it: a look at the machine needs no channels. */
async function trialOf(hands: Hands): Promise<readonly CheckResult[]> {
  return (await import('./doctor-trial.ts')).trialNotices(hands);
}

function documentOf(
  healthy: boolean,
  checks: readonly CheckResult[],
  rows: readonly SettingRow[],
): DoctorJson {
  const settings = rows.map(({ key, value, origin }) => {
    return { key, value: typeof value === 'object' && value !== null ? [...value] : value, origin };
  });
  return { healthy, checks: checks.map((check) => ({ ...check })), settings };
}

function checkLine({ name, ok, severity, message, hint }: CheckResult): string {
  if (ok) return `✅ ${name}: ${message}`;
  return `${severity === 'error' ? '❌' : '⚠️ '} ${name}: ${message}${hint === '' ? '' : ` → ${hint}`}`;
}

/** What is set, and how many have their defaults; or all of them, the defaults dimmed. */
function settingLines(rows: readonly SettingRow[], all: boolean, hands: Hands): string[] {
  const usual = rows.filter(isDefault).length;
  const shown = all ? rows : rows.filter((row) => !isDefault(row));
  const table = shown.map((row) => [shownKey(row.key.split('.')), shownValue(row), shownOrigin(row, hands)]);
  const lines = tableLines(
    table.map((cells) => cells.map((cell) => safeText(cell, { maxChars: cellLimitChars }))),
  );
  const coloured = lines.map((line, index) => {
    const row = shown[index];
    return hands.colours && row !== undefined && isDefault(row) ? `\x1b[2m${line}\x1b[22m` : line;
  });
  const others = `${usual} ${shown.length === 0 ? '' : 'other '}settings have their defaults (--all shows them)`;
  return ['Settings:', ...coloured, ...(all || usual === 0 ? [] : [others])];
}

const cellLimitChars = 100;

function isDefault({ origin }: SettingRow): boolean {
  return origin === 'default';
}

function shownValue({ value, origin }: SettingRow): string {
  if (origin.startsWith('environment ')) return 'set, not shown';
  if (value === null) return 'not set';
  return typeof value === 'object' ? value.join(' ') : String(value);
}

function shownOrigin({ origin }: SettingRow, { project, shortPath }: Hands): string {
  return origin.replace(project.configFile, () => shortPath(project.configFile));
}

function summary(checks: readonly CheckResult[]): string {
  const count = (wanted: CheckResult['severity'], noun: string): string[] => {
    const found = checks.filter(({ ok, severity }) => !ok && severity === wanted).length;
    return found === 0 ? [] : [`${found} ${noun}${found === 1 ? '' : 's'}`];
  };
  const found = [...count('error', 'error'), ...count('warning', 'warning')].join(', ');
  return found === '' ? 'All is well.' : `${found}.`;
}
