/** A regular expression taken apart, as far as it needs to be to write texts that keep it busy. */
export type PatternNode =
  | { readonly kind: 'sequence'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'either'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly node: PatternNode; readonly min: number; readonly max: number }
  /** Characters of it, the likeliest first. */
  | { readonly kind: 'set'; readonly members: readonly string[] }
  | { readonly kind: 'nothing' };

const nothing: PatternNode = { kind: 'nothing' };
const candidates = [
  ...'a0 _-.:/=xeE"\'\\([{<,;!@#%&*+|~^$`?>}])',
  'é',
  '漢',
  '\t',
  '\n',
  '\x1b',
  '\x7f',
  'A',
  'F',
];
const pieces =
  /\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|[pP]\{[^}]*\}|k<[^>]*>|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?|[*+?]\??|\{\d+(?:,\d*)?\}\??|[\s\S]/giu;

/** Taken apart without judging: a pattern that JavaScript has compiled is a good one. */
export function patternTree({ source, flags }: RegExp): PatternNode {
  const tokens = source.match(pieces) ?? [];
  const isUnicode = /[uv]/.test(flags);
  let at = 0;

  const either = (): PatternNode => {
    const options = [sequence()];
    while (tokens[at] === '|') {
      at += 1;
      options.push(sequence());
    }
    return options.length === 1 ? (options[0] ?? nothing) : { kind: 'either', nodes: options };
  };
  const sequence = (): PatternNode => {
    const nodes: PatternNode[] = [];
    for (let token = tokens[at]; token !== undefined && token !== '|' && token !== ')'; token = tokens[at]) {
      at += 1;
      nodes.push(repeated(token.startsWith('(') ? group(token) : single(token)));
    }
    return { kind: 'sequence', nodes };
  };
  const group = (opening: string): PatternNode => {
    const inside = either();
    at += 1;
    return /^\(\?<?!/.test(opening) ? nothing : inside;
  };
  const repeated = (node: PatternNode): PatternNode => {
    const bounds = boundsOf(tokens[at] ?? '');
    if (bounds === null) return node;
    at += 1;
    return { kind: 'repeat', node, ...bounds };
  };
  const single = (token: string): PatternNode => {
    if (/^(?:[\^$]|\\[bB]|\\k<.*>|\\[1-9])$/.test(token)) return nothing;
    return { kind: 'set', members: membersOf(token, isUnicode ? 'u' : '', flags.includes('s')) };
  };
  return either();
}

function boundsOf(token: string): { min: number; max: number } | null {
  const written = /^\{(\d+)(,?)(\d*)\}/.exec(token);
  if (written !== null) {
    const min = Number(written[1]);
    const last = written[3] === '' ? Number.POSITIVE_INFINITY : Number(written[3]);
    return { min, max: written[2] === '' ? min : last };
  }
  if (token[0] === '*') return { min: 0, max: Number.POSITIVE_INFINITY };
  if (token[0] === '+') return { min: 1, max: Number.POSITIVE_INFINITY };
  return /^\?\??$/.test(token) ? { min: 0, max: 1 } : null;
}

function membersOf(token: string, flags: string, hasDotAll: boolean): string[] {
  if (token.length === 1 && token !== '.') return [token];
  const one = new RegExp(`^(?:${token})$`, hasDotAll ? `${flags}s` : flags);
  const escaped = /^\\(?:u\{?([0-9a-f]+)\}?|x([0-9a-f]{2}))$/i.exec(token);
  const code = escaped?.[1] ?? escaped?.[2];
  const written = token.startsWith('[') ? [...token.slice(1, -1)] : [token.slice(1)];
  const likely =
    code === undefined ? [...written, ...candidates] : [String.fromCodePoint(Number.parseInt(code, 16))];
  const members = [...new Set(likely)].filter((character) => one.test(character));
  if (members.length > 0) return members;
  for (let codePoint = 0; codePoint < 0x3000; codePoint += 1)
    if (one.test(String.fromCodePoint(codePoint))) return [String.fromCodePoint(codePoint)];
  return ['a'];
}
