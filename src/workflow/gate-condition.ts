/** What a gate asks of a step's result, as a tree. */
export type Condition =
  | { readonly kind: 'literal'; readonly value: Literal }
  /** `scoring.passed`: names from the outside in. */
  | { readonly kind: 'path'; readonly names: readonly string[] }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Condition;
      readonly right: Condition;
    }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly of: Condition };

export type Literal = string | number | boolean | null;
export type Comparison = '==' | '!=' | '>=' | '<=' | '>' | '<';

export type ParsedCondition =
  | { readonly ok: true; readonly condition: Condition }
  /** `offset` counts characters from the beginning of the text. */
  | { readonly ok: false; readonly message: string; readonly offset: number };

const lengthLimitChars = 500;
/** Brackets and `not` are read by recursion. */
const depthLimit = 50;

/**
 * Reads a gate's condition: comparisons of a path or a literal (`== != >= <= > <`), joined by `and`, `or`, `not` (or
 * `&&`, `||`, `!`) and brackets. That is all that gates ask, so nothing here can call, index or assign.
 */
export function parseCondition(text: string): ParsedCondition {
  if (text.length > lengthLimitChars)
    return { ok: false, message: `is longer than ${lengthLimitChars} characters`, offset: 0 };
  const tokens = tokensOf(text);
  if (!Array.isArray(tokens)) return { ok: false, ...tokens };
  const reader: Reader = { tokens, end: text.length, at: 0, depth: 0 };
  const condition = readOr(reader);
  if ('fault' in condition) return { ok: false, ...condition.fault };
  const rest = tokens[reader.at];
  if (rest === undefined) return { ok: true, condition };
  return {
    ok: false,
    message: `has "${rest.text}" where and, or, or the end should be`,
    offset: rest.offset,
  };
}

type Fault = { readonly message: string; readonly offset: number };
type Token = {
  readonly kind: 'symbol' | 'word' | 'number' | 'text';
  readonly text: string;
  readonly offset: number;
};
type Reader = { readonly tokens: readonly Token[]; readonly end: number; at: number; depth: number };
type Read = Condition | { readonly fault: Fault };

const tokenShape =
  /\s*(?:(?<symbol>==|!=|>=|<=|&&|\|\||[<>!()])|(?<number>-?\d+(?:\.\d+)?(?![\w.]))|(?<word>[A-Za-z_][\w-]*(?:\.[\w-]+)*)|'(?<single>[^']*)'|"(?<double>[^"\\]*)")/y;

function tokensOf(text: string): Token[] | Fault {
  const tokens: Token[] = [];
  const shape = new RegExp(tokenShape);
  const end = text.trimEnd().length;
  while (shape.lastIndex < end) {
    const start = shape.lastIndex;
    const groups = shape.exec(text)?.groups;
    const offset = start + (/^\s*/.exec(text.slice(start))?.[0].length ?? 0);
    if (groups === undefined) return { message: unreadable(text.slice(offset)), offset };
    const { symbol, number, word, single, double } = groups;
    if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol, offset });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, offset });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, offset });
    else tokens.push({ kind: 'text', text: single ?? double ?? '', offset });
  }
  return tokens;
}

function unreadable(rest: string): string {
  if (/^['"]/.test(rest)) return `has a ${rest.charAt(0)} that is never closed`;
  if (/^=/.test(rest)) return 'has a single =: write == to compare';
  return `has "${rest.slice(0, 1)}", which no condition has`;
}

function readOr(reader: Reader): Read {
  return readJoined(reader, 'or', ['or', '||'], readAnd);
}

function readAnd(reader: Reader): Read {
  return readJoined(reader, 'and', ['and', '&&'], readNot);
}

function readJoined(
  reader: Reader,
  kind: 'and' | 'or',
  joints: readonly string[],
  readPart: (reader: Reader) => Read,
): Read {
  let left = readPart(reader);
  while (!('fault' in left) && isJoint(reader.tokens[reader.at], joints)) {
    reader.at += 1;
    const right = readPart(reader);
    if ('fault' in right) return right;
    left = { kind, left, right };
  }
  return left;
}

function isJoint(token: Token | undefined, joints: readonly string[]): boolean {
  return token !== undefined && token.kind !== 'text' && joints.includes(token.text);
}

function readNot(reader: Reader): Read {
  const token = reader.tokens[reader.at];
  if (!isJoint(token, ['not', '!'])) return readComparison(reader);
  if (reader.depth >= depthLimit) return faultAt(token, reader, 'is nested too deeply');
  reader.at += 1;
  reader.depth += 1;
  const of = readNot(reader);
  reader.depth -= 1;
  return 'fault' in of ? of : { kind: 'not', of };
}

function readComparison(reader: Reader): Read {
  const left = readValue(reader);
  const token = reader.tokens[reader.at];
  if ('fault' in left || token?.kind !== 'symbol' || !isComparison(token.text)) return left;
  reader.at += 1;
  const right = readValue(reader);
  return 'fault' in right ? right : { kind: 'compare', operator: token.text, left, right };
}

function isComparison(text: string): text is Comparison {
  return ['==', '!=', '>=', '<=', '>', '<'].includes(text);
}

function readValue(reader: Reader): Read {
  const token = reader.tokens[reader.at];
  if (token === undefined) return faultAt(token, reader, 'ends where a name or a value should be');
  if (token.text === '(' && token.kind === 'symbol') return readBrackets(reader, token);
  reader.at += 1;
  if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
  if (token.kind === 'text') return { kind: 'literal', value: token.text };
  const isWord = token.kind === 'word' && !['and', 'or', 'not'].includes(token.text);
  if (!isWord) return faultAt(token, reader, `has "${token.text}" where a name or a value should be`);
  if (Object.hasOwn(words, token.text)) return { kind: 'literal', value: words[token.text] ?? null };
  return { kind: 'path', names: token.text.split('.') };
}

const words: Readonly<Record<string, Literal>> = { true: true, false: false, null: null };

function readBrackets(reader: Reader, opening: Token): Read {
  if (reader.depth >= depthLimit) return faultAt(opening, reader, 'is nested too deeply');
  reader.at += 1;
  reader.depth += 1;
  const inside = readOr(reader);
  reader.depth -= 1;
  if ('fault' in inside) return inside;
  const closing = reader.tokens[reader.at];
  if (closing?.kind !== 'symbol' || closing.text !== ')')
    return faultAt(opening, reader, 'has a ( that is never closed');
  reader.at += 1;
  return inside;
}

function faultAt(token: Token | undefined, { end }: Reader, message: string): { readonly fault: Fault } {
  return { fault: { message, offset: token?.offset ?? end } };
}
