import { owedIds } from '../claims/due.ts';
import { hasStopMark } from '../journal/stop-mark.ts';
import type { CheckResult } from '../preflight/check.ts';
import { formatMoment } from '../views/moment.ts';
import { type WatcherFacts, watcherFacts } from '../watch/watcher-facts.ts';
import type { Hands } from './hands.ts';

/** Whether somebody is there to tell of an end, or why not. */
export function watcherResult(hands: Hands): CheckResult {
  const { project, settings } = hands;
  const facts = watcherFacts(project);
  if (facts.running) return runningResult(facts, hands);
  if (!settings.monitoringEnabled) return well('switched off: nobody is told of an end');
  if (hasStopMark(project))
    return amiss('ended on purpose: nobody is told of an end before the next launch', start);
  const owed = owedIds(project).length;
  if (owed === 0) return well('not running; a launch starts one');
  return amiss(
    `not running, and ${owed} ${owed === 1 ? 'process is' : 'processes are'} to be told of`,
    start,
  );
}

function runningResult({ pid, since, mode }: WatcherFacts, hands: Hands): CheckResult {
  const from = since === null ? '' : ` since ${formatMoment(since, hands.nowMs())}`;
  return well(`running${from} (process ${pid}${mode === 'sweep' ? ', looking every two seconds' : ''})`);
}

const start = 'start it: tapps-agents bg watch';

function well(message: string): CheckResult {
  return { ...base, ok: true, message, hint: '' };
}

function amiss(message: string, hint: string): CheckResult {
  return { ...base, ok: false, message, hint };
}

const base = { name: 'watcher', severity: 'warning' } as const;
