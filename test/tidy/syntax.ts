import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './source-files.ts';

export type Syntax = ts.SourceFile;

/** An import, dynamic import, re-export or require, and what it names: `node:x`, `package:x` or a path here. */
export type Import = { readonly line: number; readonly specifier: string; readonly target: string };

const parsed = new WeakMap<SourceFile, Syntax>();

/** Parses each file once, however many rules look at it. */
export function parse(file: SourceFile): Syntax {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const syntax = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2023, true, ts.ScriptKind.TS);
  parsed.set(file, syntax);
  return syntax;
}

/** Calls `visit` for the node and everything below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

export function lineOf(syntax: Syntax, node: ts.Node): number {
  return syntax.getLineAndCharacterOfPosition(node.getStart(syntax)).line + 1;
}

/** Type imports count as well: an arrow is an arrow. */
export function readImports(file: SourceFile): Import[] {
  const syntax = parse(file);
  const found: Import[] = [];
  walk(syntax, (node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return;
    found.push({ line: lineOf(syntax, node), specifier, target: targetOf(file.path, specifier) });
  });
  return found;
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return textOf(node.argument.literal);
  if (!ts.isCallExpression(node)) return undefined;
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
  return isImport || isRequire ? textOf(node.arguments[0]) : undefined;
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function targetOf(importer: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(importer), specifier);
  if (specifier.startsWith('node:')) return specifier;
  if (isBuiltin(specifier)) return `node:${specifier}`;
  const [scopeOrName = '', name = ''] = specifier.split('/');
  return `package:${scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName}`;
}
