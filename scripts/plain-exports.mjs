import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * What a file exports, as one object that is made when the file has run: `module.exports={a:b}`. What esbuild writes is a
 * getter for each name, and one more around each getter, which cost every start 3 to 5 ms. Getters are needed where a
 * name is assigned again later, or is asked for before its file has run. Neither may be the case here, and both are looked
 * for: a build that has one of them fails.
 *
 * `outputFiles`: ES modules as esbuild splits them. Gives back their texts, by path.
 */
export function plainExports(outputFiles) {
  const files = outputFiles.filter(({ path }) => path.endsWith('.js'));
  const program = programOf(files);
  refuseCircles(program, files);
  return new Map(files.map(({ path, text }) => [path, withPlainExports(program, path, text)]));
}

function programOf(files) {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const options = { allowJs: true, noLib: true, noResolve: true, module: ts.ModuleKind.ESNext };
  const host = {
    ...ts.createCompilerHost(options),
    getSourceFile: (path, target) => {
      const text = texts.get(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, target, true, ts.ScriptKind.JS);
    },
  };
  return ts.createProgram({ rootNames: [...texts.keys()], options, host });
}

/** Only the last statement of a file, as esbuild writes it. Another form of export keeps its getters. */
function withPlainExports(program, path, text) {
  const source = program.getSourceFile(path);
  const last = source.statements.at(-1);
  if (last === undefined || !ts.isExportDeclaration(last) || !last.exportClause || last.moduleSpecifier)
    return text;
  const names = last.exportClause.elements.map(({ name, propertyName }) => [name.text, propertyName ?? name]);
  refuseAssignments(program.getTypeChecker(), source, names);
  const fields = names.map(([name, local]) => `${JSON.stringify(name)}:${local.text}`);
  return `${text.slice(0, last.getStart())}module.exports={__esModule:true,${fields.join(',')}};\n`;
}

function refuseAssignments(checker, source, names) {
  const exported = new Set(
    names.map(([, local]) => checker.getExportSpecifierLocalTargetSymbol(local.parent)),
  );
  const visit = (node) => {
    for (const target of assignedBy(node))
      if (exported.has(symbolOf(checker, target)))
        throw new Error(
          `${source.fileName}: an exported name is assigned again: ${node.getText().slice(0, 60)}`,
        );
    ts.forEachChild(node, visit);
  };
  visit(source);
}

function symbolOf(checker, name) {
  if (ts.isShorthandPropertyAssignment(name.parent))
    return checker.getShorthandAssignmentValueSymbol(name.parent);
  return checker.getSymbolAtLocation(name);
}

/** The names that a node assigns to, but for their declaration. */
function assignedBy(node) {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return assigns ? namesIn(node.left) : [];
  }
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return namesIn(node.operand);
  if (ts.isForInStatement(node) || ts.isForOfStatement(node)) return namesIn(node.initializer);
  return [];
}

/** A name, or those of a pattern; some that a pattern only reads are among them. */
function namesIn(target) {
  if (ts.isIdentifier(target)) return [target];
  if (!ts.isArrayLiteralExpression(target) && !ts.isObjectLiteralExpression(target)) return [];
  const found = [];
  const visit = (node) => {
    if (ts.isIdentifier(node)) found.push(node);
    else ts.forEachChild(node, visit);
  };
  ts.forEachChild(target, visit);
  return found;
}

/** Files that import each other, if only through others, would be given an object that is not filled yet. */
function refuseCircles(program, files) {
  const done = new Set();
  const visit = (path, above) => {
    if (above.includes(path)) throw new Error(`files import each other: ${[...above, path].join(' → ')}`);
    if (done.has(path)) return;
    for (const imported of importsOf(program.getSourceFile(path), path)) visit(imported, [...above, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
}

function importsOf(source, path) {
  return source.statements
    .filter((one) => ts.isImportDeclaration(one) && one.moduleSpecifier.text.startsWith('.'))
    .map((one) => join(dirname(path), one.moduleSpecifier.text));
}
