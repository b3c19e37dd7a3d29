import { nodeRange } from '../manifest.ts';
import type { Check } from './check.ts';
import { isExecutable, isRegularFile } from './command-file.ts';
import { error } from './command-words.ts';
import { resultsOf } from './findings.ts';
import { isWithin } from './requirement-range.ts';

/** Node is as new as this program needs it. */
export function nodeCheck(version: string = process.versions.node): Check {
  return {
    name: 'node',
    run: async () => {
      if (await isWithin(version, nodeRange)) return resultsOf('node', [], version);
      const message = `Node ${version} is too old: ${nodeRange} is required`;
      return resultsOf(
        'node',
        [error(message, `install Node ${nodeRange}, or put its folder first on the PATH`)],
        '',
      );
    },
  };
}

/** In the order in which the gate looks for them. */
const gateShells = ['/bin/dash', '/usr/bin/dash', '/bin/sh'];

/** There is the shell that each command is started through. */
export function gateShellCheck(shells: readonly string[] = gateShells): Check {
  return {
    name: 'shell',
    run: async () => {
      const shell = shells.find((path) => isRegularFile(path) && isExecutable(path));
      const none = error(
        'There is no POSIX shell to start commands through',
        `install dash, or any ${shells.at(-1)}`,
      );
      return resultsOf('shell', shell === undefined ? [none] : [], shell ?? '');
    },
  };
}
