import { type Failure, FailureError } from '../../schemas/failure.ts';
import type { LaunchJson } from '../../schemas/generated/types.ts';
import type { Project } from '../journal/project-paths.ts';
import { gitFactsOf } from '../launch/git-facts.ts';
import { type Launched, type LaunchFindings, launch } from '../launch/launch.ts';
import { stateFoldersOf } from '../launch/launch-folders.ts';
import { type LaunchRequest, withTypeSettings } from '../launch/launch-request.ts';
import { safeText } from '../output/safe-text.ts';
import type { Check, CheckResult } from '../preflight/check.ts';
import { checksFor } from '../preflight/checks-for.ts';
import { nobodyIsKnown } from '../preflight/platform.ts';
import { type Preflight, runChecks, type Thoroughness } from '../preflight/run-checks.ts';
import { chooseAfter } from './choose-after.ts';
import { exitCodes } from './exit-codes.ts';
import { explainFailure } from './explain-failure.ts';
import { type Hands, writeJson } from './hands.ts';

export type LaunchPresentation = {
  readonly quiet: boolean;
  readonly wait: boolean;
  readonly dryRun: boolean;
  readonly thoroughness: Thoroughness;
  /** Whatever names the process that must complete first. */
  readonly after: string | null;
  readonly noun: 'Process' | 'Workflow' | 'Agent';
};

/** Pre-flight, then the background; tells what became of the launch and gives its exit code. `ownChecks` come first. */
export async function launchInBackground(
  asked: LaunchRequest,
  presentation: LaunchPresentation,
  hands: Hands,
  ownChecks: readonly Check[] = [],
): Promise<number> {
  const { after, checks } = await chooseAfter(presentation.after, hands);
  const request = { ...withTypeSettings(asked, hands.settings), after };
  const own = presentation.thoroughness === 'skipped' ? checks : [...ownChecks, ...checks];
  const git = presentation.dryRun ? null : gitFactsOf(request.cwd); // while the checks run
  const preflight = await preflightOf(request, presentation, hands, own);
  if (presentation.dryRun) return presentDryRun(preflight, hands);
  const launched = await launchOrProblem(request, { preflight, git: await git }, hands);
  if ('name' in launched) return presentRefusal(withProblem(preflight, launched), null, hands);
  if (launched.outcome === 'rejected') return presentRefusal(launched.preflight, launched, hands);
  tellWarnings(preflight, hands);
  if (launched.outcome !== 'started' && launched.outcome !== 'queued')
    return presentFailedStart(preflight, launched, hands);
  presentLaunch(request, presentation, launched, hands);
  if (!presentation.wait) return exitCodes.done;
  hands.onInterrupt(() => hands.tell(`It goes on in the background: ${monitorCommand(launched.id)}`));
  return (await import('./wait.ts')).waitForEnd(launched.id, presentation.quiet, hands);
}

function presentLaunch(
  { after }: LaunchRequest,
  { noun, quiet, wait }: LaunchPresentation,
  launched: Launched,
  hands: Hands,
): void {
  const { id, outcome, preflight } = launched;
  const isQueued = outcome === 'queued';
  if (hands.json && !wait)
    writeJson(hands, launchJson(true, launched, preflight.checks, isQueued ? 'queued' : 'running'));
  else if (quiet) hands.write(`${id}\n`);
  else if (!hands.json) {
    const until = after === null ? 'a slot is free' : `${after} has completed`;
    hands.write(
      isQueued
        ? `⏳ ${noun} queued (ID: ${id}): it starts when ${until}\n`
        : `✅ ${noun} launched successfully (ID: ${id})\n`,
    );
    hands.write(`Monitor: ${monitorCommand(id)}\n`);
  }
}

function preflightOf(
  request: LaunchRequest,
  { thoroughness, dryRun }: LaunchPresentation,
  { project: own, settings, configProblems, nowMs }: Hands,
  ownChecks: readonly Check[],
): Promise<Preflight> {
  const { command, cwd, env } = request;
  const project: Project = dryRun ? { ...own, isOnlyRead: true } : own;
  const stateFolders = stateFoldersOf(project, settings);
  const site = { project, settings, configProblems, stateFolders, nowMs };
  const checks = [...ownChecks, ...checksFor(request, site, thoroughness)];
  const plan = { command, cwd, env, stateFolder: project.stateFolder, projectRoot: project.root };
  return runChecks(checks, plan, thoroughness);
}

/** A launch that cannot be written down is refused, and nothing was started: that is a problem like any other. */
async function launchOrProblem(
  request: LaunchRequest,
  findings: LaunchFindings,
  hands: Hands,
): Promise<Launched | CheckResult> {
  try {
    return await launch(request, findings, hands);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const { failure } = error;
    if (failure.code === 'no_identity') return nobodyIsKnown;
    if (failure.code !== 'journal_unusable' && failure.code !== 'append_failed') throw error;
    const message = `Cannot write ${hands.shortPath(failure.path)}: ${failure.cause}`;
    return {
      name: 'journal',
      ok: false,
      severity: 'error',
      message,
      hint: 'see what is full or closed: df -h, ls -ld',
    };
  }
}

/** If the checks found that already, it is said once. */
function withProblem(preflight: Preflight, problem: CheckResult): Preflight {
  return preflight.valid ? { ...preflight, valid: false, checks: [...preflight.checks, problem] } : preflight;
}

function presentDryRun(preflight: Preflight, hands: Hands): number {
  if (hands.json)
    writeJson(
      hands,
      launchJson(preflight.valid, null, preflight.checks, preflight.valid ? 'valid' : 'rejected'),
    );
  else if (preflight.valid) {
    for (const { ok, name, message, hint } of preflight.checks) {
      hands.write(ok ? `✅ ${name}: ${message}\n` : `⚠️  ${name}: ${message} → ${hint}\n`);
    }
    hands.write('Nothing was launched (--dry-run).\n');
  } else tellRefusal(preflight, hands);
  return preflight.valid ? exitCodes.done : exitCodes.refused;
}

function presentRefusal(preflight: Preflight, launched: Launched | null, hands: Hands): number {
  if (hands.json) writeJson(hands, launchJson(false, launched, preflight.checks, 'rejected'));
  tellRefusal(preflight, hands);
  return exitCodes.refused;
}

function tellRefusal(preflight: Preflight, hands: Hands): void {
  hands.tell('❌ Validation failed:');
  for (const { message, hint } of failed(preflight, 'error')) {
    hands.tell(`  - ${message}`);
    if (hint !== '') hands.tell(`    → ${hint}`);
  }
  tellWarnings(preflight, hands);
  hands.tell('');
  hands.tell('Fix these issues and try again.');
}

function tellWarnings(preflight: Preflight, hands: Hands): void {
  for (const { message, hint } of failed(preflight, 'warning')) {
    hands.tell(`⚠️  ${message}${hint === '' ? '' : ` → ${hint}`}`);
  }
}

function failed({ checks }: Preflight, severity: CheckResult['severity']): CheckResult[] {
  return checks.filter((check) => !check.ok && check.severity === severity);
}

/** The checks found nothing, and still the command could not be started: an error of the launch. */
function presentFailedStart(preflight: Preflight, launched: Launched, hands: Hands): number {
  const { message, hint, exitCode } = explainFailure(startFailure(launched));
  const problem: CheckResult = { name: 'start', ok: false, severity: 'error', message, hint: hint ?? '' };
  if (hands.json) writeJson(hands, launchJson(false, launched, [...preflight.checks, problem], 'failed'));
  hands.tell(`❌ ${safeText(message)}`);
  hands.tell(`   → ${safeText(hint ?? '')}`);
  return exitCode;
}

function startFailure({ id, answer }: Launched): Failure {
  const message = answer?.message ?? 'no answer';
  if (answer?.outcome !== 'spawn_failed') return { code: 'supervisor_failed', id, message };
  return { code: 'spawn_failed', id, cause: answer.code ?? 'UNKNOWN', message };
}

function launchJson(
  success: boolean,
  launched: Launched | null,
  checks: readonly CheckResult[],
  status: string,
): LaunchJson {
  const errors = checks
    .filter(({ ok, severity }) => !ok && severity === 'error')
    .map(({ message }) => message);
  return {
    success,
    id: launched?.id ?? null,
    status,
    output: success ? (launched?.output ?? null) : null,
    journal: launched?.journal ?? null,
    monitorCommand: launched === null ? null : monitorCommand(launched.id),
    checks: checks.map((check) => ({ ...check })),
    errors,
  };
}

function monitorCommand(id: string): string {
  return `tapps-agents bg status ${id}`;
}
