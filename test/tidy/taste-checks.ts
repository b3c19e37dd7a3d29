import ts from 'typescript';
import type { Finding, SourceFile } from './source-files.ts';
import { lineOf, parse, walk } from './syntax.ts';

const fileLimitLines = 200;
const functionLimitLines = 50;
const bannedNames = ['utils', 'helpers', 'common', 'manager', 'misc'];

/** One line past the limit is reported, not each. */
export function findLongFile({ text }: SourceFile): Finding[] {
  const lines = text.trimEnd().split('\n').length;
  return lines <= fileLimitLines ? [] : [{ line: fileLimitLines + 1, what: `${lines} lines` }];
}

export function findLongFunctions(file: SourceFile): Finding[] {
  const syntax = parse(file);
  const found: Finding[] = [];
  walk(syntax, (node) => {
    if (!ts.isFunctionLike(node)) return;
    const line = lineOf(syntax, node);
    const lines = syntax.getLineAndCharacterOfPosition(node.end).line + 2 - line;
    if (lines > functionLimitLines) found.push({ line, what: `a function of ${lines} lines` });
  });
  return found;
}

/** Words of a path that say nothing about what is inside. */
export function findBannedName({ path }: SourceFile): Finding[] {
  const words = path.toLowerCase().split(/[/.-]/);
  return bannedNames.filter((name) => words.includes(name)).map((what) => ({ line: 1, what }));
}

export function findUnfinished(file: SourceFile): Finding[] {
  const marks = file.text.split('\n').flatMap((text, index) => {
    const mark = /\bTODO\b|\bFIXME\b|@ts-ignore|@ts-nocheck/.exec(text);
    return mark === null ? [] : [{ line: index + 1, what: mark[0] }];
  });
  const syntax = parse(file);
  walk(syntax, (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) marks.push({ line: lineOf(syntax, node), what: 'any' });
  });
  return marks;
}

/** A test file that imports uvu itself, focuses, or never runs its suite can pass without having tested. */
export function findIdleTests(file: SourceFile): Finding[] {
  const syntax = parse(file);
  const found: Finding[] = [];
  let runs = false;
  walk(syntax, (node) => {
    if (ts.isImportDeclaration(node) && /^'uvu/.test(node.moduleSpecifier.getText(syntax)))
      found.push({ line: lineOf(syntax, node), what: 'imports uvu instead of test/rig/suite.ts' });
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    if (node.expression.name.text === 'run') runs = true;
    if (node.expression.name.text === 'only') found.push({ line: lineOf(syntax, node), what: '.only()' });
  });
  return runs ? found : [...found, { line: 1, what: 'never calls .run()' }];
}
