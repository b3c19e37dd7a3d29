import type { PlainWords } from './plain-words.ts';
import { runOptions } from './program-launch.ts';
import type { RunArguments } from './run.ts';

/** What `bg run` is given, of words that were read without yargs. */
export function runArguments({ flag, value, values }: PlainWords): RunArguments {
  return {
    ...outcomeArguments({ value }),
    type: value('type', runOptions.type),
    name: value('name', runOptions.name),
    cwd: value('cwd', runOptions.cwd),
    env: values('env'),
    tag: values('tag'),
    after: value('after', runOptions.after),
    queue: flag('queue'),
    strict: flag('strict'),
    noValidate: flag('no-validate'),
    wait: flag('wait'),
    quiet: flag('quiet'),
    dryRun: flag('dry-run'),
    waitTree: flag('wait-tree'),
    requireFile: values('require-file'),
    requireTool: values('require-tool'),
    requireEnv: values('require-env'),
  };
}

function outcomeArguments({ value }: Pick<PlainWords, 'value'>): RunArguments {
  return {
    timeout: value('timeout', runOptions.timeout),
    progress: value('progress', runOptions.progress),
    maxOutput: value('max-output', runOptions['max-output']),
    failOn: value('fail-on', runOptions['fail-on']),
    doneOn: value('done-on', runOptions['done-on']),
    successCodes: value('success-codes', runOptions['success-codes']),
    retries: value('retries', runOptions.retries),
    retryDelay: value('retry-delay', runOptions['retry-delay']),
    stallAfter: value('stall-after', runOptions['stall-after']),
  };
}
