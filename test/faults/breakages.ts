/** One line of the program taken out, and the tests that must then fail. */
export type Breakage = {
  readonly what: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Test files, as `npm test` takes them, and words of the name of a test in them that fails. */
  readonly tests: string;
  readonly fails: RegExp;
};

/** The lines that the promises rest on. */
export const breakages: readonly Breakage[] = [
  {
    what: 'an event is acknowledged without being synced',
    file: 'src/journal/journal-writer.ts',
    find: '    fdatasyncSync(this.#fd);\n',
    replace: '',
    tests: 'test/faults/power-loss',
    fails: /fault 36/,
  },
  {
    what: 'the name of a new journal is not synced',
    file: 'src/journal/journal-birth.ts',
    find: '      fsyncFolder(dirname(path));\n',
    replace: '',
    tests: 'test/faults/power-loss',
    fails: /fault 36/,
  },
  {
    what: 'a durable append is not read back',
    file: 'src/journal/journal-writer.ts',
    find: 'return this.#standsAlone(buffer.subarray(startsFresh ? 0 : 1, -1));',
    replace: 'return this.#standsAlone(buffer.subarray(startsFresh ? 0 : 1, -1)) || true;',
    tests: 'test/faults/journal-storm',
    fails: /fault 2/,
  },
  {
    what: 'a signal goes to whoever has the number',
    file: 'src/process/signal.ts',
    find: "  if (sighting.startToken !== target.startToken) return { outcome: 'gone' };\n",
    replace: '',
    tests: 'test/process/signal',
    fails: /fault 37/,
  },
  {
    what: 'a notice is told without its claim',
    file: 'src/claims/claim.ts',
    find: "  if (ownerOf(path) === 'alive') return null;\n",
    replace: "  if (ownerOf(path) === 'alive') return false;\n",
    tests: 'test/faults/telling',
    fails: /fault 18/,
  },
  {
    what: 'a journal that changed is not looked at again',
    file: 'src/watch/host.ts',
    find: '    for (const ms of this.#ways.lookAgainMs) setTimeout(look, ms).unref();\n',
    replace: '',
    tests: 'test/watch/host',
    fails: /fault 12/,
  },
  {
    what: 'nothing is swept',
    file: 'src/watch/host.ts',
    find: '      setCoarseInterval(() => this.sweep(), this.#ways.sweepMs),\n',
    replace: '',
    tests: 'test/watch/host',
    fails: /fault 1[356]/,
  },
  {
    what: 'the command runs before it is on record',
    file: 'src/supervise/supervise.ts',
    find: "  failpoint('supervise.after-spawn');\n",
    replace: "  void child.release();\n  failpoint('supervise.after-spawn');\n",
    tests: 'test/faults/failpoints',
    fails: /fault 8/,
  },
  {
    what: 'what a process says is shown as it is',
    file: 'src/output/safe-character.ts',
    find: 'return plainName.test(text) ? text : text.replace(unsafe, visible);',
    replace: 'return plainName.test(text) ? text : text.replace(unsafe, (character) => character);',
    tests: 'test/journeys/safe-output',
    fails: /fault 54/,
  },
];
