/**
 * Whether these words launch something, as far as a glance can tell: `bg run … -- COMMAND` without what only asks.
 * Where the glance errs a supervisor is started in vain, which ends as soon as nothing comes of it: what is launched is
 * decided by who reads the words for good. Null, or whether what supervisors say on stderr is wanted.
 */
export function launchesAtOnce(argv: readonly string[]): { readonly isDebugged: boolean } | null {
  const words = argv[0] === '-C' ? argv.slice(2) : argv;
  const separator = words.indexOf('--');
  if (words[0] !== 'bg' || words[1] !== 'run' || separator === -1 || separator + 1 === words.length)
    return null;
  const own = words.slice(2, separator);
  return own.some((word) => onlyAsks.has(word)) ? null : { isDebugged: own.includes('--debug') };
}

const onlyAsks: ReadonlySet<string> = new Set(['--dry-run', '--help', '-h', '--version']);
