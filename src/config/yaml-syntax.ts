import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  Parser,
  type YAMLError,
} from 'yaml';
import type { Words } from './config-problem.ts';

/**
 * The reader descends by recursion, and a text that takes it to the end of the stack can kill the whole program
 * (V8 aborts when a regular expression is compiled there). Its parser keeps a list, so depth is measured on that.
 */
const depthLimit = 100;

/** Where a text goes deeper than settings ever do; null if it does not. */
export function isTooDeep(text: string): number | null {
  const parser = new Parser();
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const _token of parser.next(lexeme)) {
      // Only the depth is wanted.
    }
    if (parser.stack.length > depthLimit) return offset;
    offset = parser.offset;
  }
  return null;
}

/** What the reader says, shorter, and with advice for what people often do. */
export function syntaxWords({ code, message }: YAMLError): Words {
  const [first = ''] = message.split(/[\n;]/, 1);
  const words = first.charAt(0).toLowerCase() + first.slice(1);
  return { message: words, hint: advice[code] ?? '' };
}

const advice: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_SCALAR_START: 'put the value in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'put a text with ": " in quotes',
  MISSING_CHAR: 'close the quotes or brackets',
  BAD_INDENT: 'close the bracket, or indent what belongs to it',
  BAD_DQ_ESCAPE: "use single quotes around a text with backslashes: '\\d+'",
  MULTIPLE_DOCS: 'remove what follows the --- line',
};

type Duplicate = { readonly key: string; readonly offset: number };

/** Keys that stand twice in one mapping. The reader's own test compares every key with every other. */
export function duplicateKeys(document: Document): readonly Duplicate[] {
  const found: Duplicate[] = [];
  for (const node of nodesOf(document)) {
    if (!isMap(node)) continue;
    const seen = new Set<string>();
    for (const { key } of node.items) {
      if (!isScalar(key)) continue;
      const name = String(key.value ?? '');
      if (seen.has(name)) found.push({ key: name, offset: key.range?.[0] ?? 0 });
      seen.add(name);
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}

/** Where the alias is that stands for nothing; without such a one, the first. */
export function aliasOffset(document: Document): number {
  const aliases = [...nodesOf(document)].filter(isAlias);
  const lost = aliases.find((alias) => alias.resolve(document) === undefined) ?? aliases[0];
  return lost?.range?.[0] ?? 0;
}

function* nodesOf(document: Document): Generator<Node> {
  const waiting: unknown[] = [document.contents];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!isNode(node)) continue;
    yield node;
    if (isSeq(node)) waiting.push(...[...node.items].reverse());
    if (isMap(node)) waiting.push(...node.items.flatMap(({ key, value }) => [value, key]).reverse());
  }
}
