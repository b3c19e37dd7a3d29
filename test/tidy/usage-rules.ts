import ts from 'typescript';
import { type Finding, isGenerated } from './source-files.ts';
import { lineOf, type Syntax, walk } from './syntax.ts';

/** A rule about what a file does, beside what it imports. `red` breaks it, `green` looks like it but does not. */
export type UsageRule = {
  readonly name: string;
  readonly from: readonly string[];
  readonly except?: readonly string[];
  readonly find: (syntax: Syntax) => Finding[];
  readonly advice: string;
  readonly red: ReadonlyArray<readonly [path: string, text: string]>;
  readonly green: ReadonlyArray<readonly [path: string, text: string]>;
};

export const usageRules: readonly UsageRule[] = [
  {
    name: 'projections are pure: no clock, chance or environment',
    from: ['projections/*'],
    find: findImpurity,
    advice: 'Take the time and the machine as arguments: the same events must give the same answer for ever.',
    red: [
      ['projections/a.ts', 'export const now = () => Date.now();'],
      ['projections/a.ts', 'export const now = () => new Date();'],
      ['projections/a.ts', 'export const now = () => Date();'],
      ['projections/a.ts', 'export const roll = () => Math.random();'],
      ['projections/a.ts', "export const home = () => process.env['HOME'];"],
      ['projections/a.ts', 'export const tick = () => performance.now();'],
    ],
    green: [
      ['projections/a.ts', 'export const at = (ms: number) => new Date(ms).toISOString();'],
      ['projections/a.ts', 'export const pidOf = (process: { pid: number }) => process.pid;'],
      ['projections/a.ts', 'export type Row = { process: string; console: { process: number } };'],
    ],
  },
  {
    name: 'a relative import names its file, with .ts',
    from: ['*'],
    find: findLooseSpecifiers,
    advice: 'Write the extension: it is the path of the file that Node will load.',
    red: [
      ['src/main.ts', "import './cli/run';"],
      ['src/main.ts', "export * from './cli/run.js';"],
      ['src/main.ts', "const run = await import('./cli');"],
    ],
    green: [
      ['src/main.ts', "import { run } from './cli/run.ts';"],
      ['src/main.ts', "import validators from '../schemas/generated/validators.cjs';"],
      ['src/main.ts', "import schema from './a.json' with { type: 'json' };"],
    ],
  },
  {
    name: 'a program awaits nothing at its top level',
    from: ['src/*'],
    find: findTopLevelAwaits,
    advice: 'Give it to runProgram: the bundles are CommonJS, and what stands below has its value by then.',
    red: [
      ['src/main.ts', 'await main();\nconst limit = 5;'],
      ['src/main.ts', 'process.exitCode = await main();'],
      ['src/main.ts', 'const end = await main();'],
    ],
    green: [
      ['src/main.ts', 'runProgram(main);\nconst limit = 5;'],
      ['src/main.ts', 'runProgram(async () => { await go(); });'],
      ['src/main.ts', 'async function main() { await go(); }\nconst limit = 5;'],
    ],
  },
  {
    name: 'only src/journal opens a journal for writing',
    from: ['src/*', 'reactors/*'],
    except: ['src/journal/*'],
    find: findJournalWrites,
    advice: "Append through the journal's writer: it frames, checks, syncs and never tears an event.",
    red: [
      ['src/launch/a.ts', "openSync(journalPath, 'a');"],
      ['src/launch/a.ts', "fs.appendFileSync(paths.journal(id), 'x');"],
      ['src/supervise/a.ts', "await writeFile('x.ndjson', text);"],
      ['src/supervise/a.ts', 'createWriteStream(join(root, `journal/x`));'],
    ],
    green: [
      ['src/launch/a.ts', "openSync(journalPath, 'r');"],
      ['src/launch/a.ts', 'openSync(journalPath, constants.O_RDONLY | constants.O_NOFOLLOW);'],
      ['src/launch/a.ts', "openSync(outputPath, 'a');"],
    ],
  },
];

const impureGlobals = [
  'process',
  'performance',
  'crypto',
  'console',
  'globalThis',
  'setTimeout',
  'setInterval',
];
const opening = ['open', 'openSync'];
const writing = ['writeFile', 'writeFileSync', 'appendFile', 'appendFileSync', 'createWriteStream'];
const cutting = ['truncate', 'truncateSync'];

function findTopLevelAwaits(syntax: Syntax): Finding[] {
  return syntax.statements
    .filter(awaits)
    .map((statement) => ({ line: lineOf(syntax, statement), what: 'a top-level await' }));
}

/** Not what a function in it awaits. */
function awaits(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node)) return true;
  return !ts.isFunctionLike(node) && ts.forEachChild(node, (child) => awaits(child) || undefined) === true;
}

function findImpurity(syntax: Syntax): Finding[] {
  const own = declaredNames(syntax);
  return collect(syntax, (node) => {
    if (ts.isNewExpression(node) && isNamed(node.expression, 'Date'))
      return (node.arguments ?? []).length === 0 ? 'new Date()' : undefined;
    if (ts.isCallExpression(node) && isNamed(node.expression, 'Date')) return 'Date()';
    if (ts.isPropertyAccessExpression(node) && ['Date.now', 'Math.random'].includes(node.getText(syntax)))
      return node.getText(syntax);
    if (!ts.isIdentifier(node) || !impureGlobals.includes(node.text) || own.has(node.text)) return undefined;
    return isReference(node) ? node.text : undefined;
  });
}

/** A file that has a variable of its own called `process` talks about that one. */
function declaredNames(syntax: Syntax): Set<string> {
  const names = new Set<string>();
  walk(syntax, (node) => {
    const declares = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node);
    const imports = ts.isImportSpecifier(node) || ts.isFunctionDeclaration(node);
    if ((declares || imports) && node.name !== undefined && ts.isIdentifier(node.name))
      names.add(node.name.text);
  });
  return names;
}

/** Not a property's name (`row.process`, `{ process: 1 }`), which an identifier may be as well. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !ts.isPropertySignature(parent) && !ts.isBindingElement(parent) && !ts.isParameter(parent);
}

function findLooseSpecifiers(syntax: Syntax): Finding[] {
  return collect(syntax, (node) => {
    if (!ts.isStringLiteral(node) || !/^\.\.?\//.test(node.text)) return undefined;
    const isImport =
      ts.isImportDeclaration(node.parent) ||
      ts.isExportDeclaration(node.parent) ||
      isDynamicImport(node.parent);
    if (!isImport || /\.(?:ts|json)$/.test(node.text) || isGenerated(node.text)) return undefined;
    return node.text;
  });
}

function findJournalWrites(syntax: Syntax): Finding[] {
  return collect(syntax, (node) => {
    if (!ts.isCallExpression(node)) return undefined;
    const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
    const name = callee.getText(syntax);
    const [target, flags] = node.arguments.map((argument) => argument.getText(syntax));
    if (target === undefined || !/journal|ndjson/i.test(target)) return undefined;
    const isReading = flags === undefined || flags === "'r'" || flags.includes('O_RDONLY');
    const writes = writing.includes(name) || cutting.includes(name) || (opening.includes(name) && !isReading);
    return writes ? `${name}(${target})` : undefined;
  });
}

function collect(syntax: Syntax, judge: (node: ts.Node) => string | undefined): Finding[] {
  const found: Finding[] = [];
  walk(syntax, (node) => {
    const what = judge(node);
    if (what !== undefined) found.push({ line: lineOf(syntax, node), what });
  });
  return found;
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

function isDynamicImport(node: ts.Node): boolean {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
}
