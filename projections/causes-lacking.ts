import type { LineRule } from './cause-line.ts';
import { advice } from './cause-rule.ts';
import { packageOf } from './python-package.ts';

/** Something that the program needs is not there. */
export const lackingThings: readonly LineRule[] = [
  {
    name: 'python_module_missing',
    shape: /\bNo module named '?([A-Za-z_][\w.]{0,200})'?/,
    requires: ([, module = '']) => [`python:${module}`],
    tries: ([, module = '']) => [
      advice('install it for the Python that runs', `python3 -m pip install ${packageOf(module)}`),
    ],
  },
  {
    name: 'node_file_missing',
    shape: /\b(?:Cannot find (?:module|package)|Could not resolve) ['"]((?:[./]|file:)[^'"]{0,400})['"]/,
    not: /\berror TS\d/,
    tries: () => [advice('the path is one of its own: build it, or correct the path')],
  },
  {
    name: 'npm_package_missing',
    shape:
      /\b(?:Cannot find (?:module|package)|Can't resolve|Could not resolve) ['"]((?:@[\w.~-]{1,100}\/)?[\w~-][\w.~-]{0,100})(?:\/[^'"]{0,300})?['"]/,
    not: /\berror TS\d/,
    requires: ([, name = '']) => [`npm:${name}`],
    tries: ([, name = '']) => [
      advice('install what package.json declares, or add it', `npm install ${name}`),
    ],
  },
  {
    name: 'ruby_library_missing',
    shape: /cannot load such file -- (\S{1,200})|Could not find gem '([^']{1,100})/,
    tries: () => [advice('install the gems of its Gemfile', 'bundle install')],
  },
  {
    name: 'perl_module_missing',
    shape: /Can't locate (\S{1,200})\.pm in @INC/,
    tries: ([, path = '']) => [advice('install it', `cpan ${path.replaceAll('/', '::')}`)],
  },
  {
    name: 'java_class_missing',
    shape: /\b(?:ClassNotFoundException|NoClassDefFoundError|Could not find or load main class)\b/,
    tries: () => [advice('look at the class path: the jar that holds it is not on it')],
  },
  {
    name: 'go_package_missing',
    shape: /no required module provides package (\S{1,200}?)[;:]|cannot find package "([^"]{1,200})"/,
    tries: ([, one, other = '']) => [advice('add it', `go get ${one ?? other}`)],
  },
  {
    name: 'shared_library_missing',
    shape: /error while loading shared libraries: ([^\s:]{1,200})|cannot open shared object file/,
    tries: () => [advice('install the package that holds it; ldd names all that are missing')],
  },
  {
    name: 'python_version',
    shape:
      /\brequires? (?:a different )?python\b|\bRequires-Python\b|requires Python (?:version )?['"]?(>=? ?\d[\d.]{0,8})|Python (\d\.\d{1,2})(?: or (?:newer|later|higher)|\+)/i,
    requires: ([, range, least]) => {
      const wanted = range?.replaceAll(' ', '') ?? (least === undefined ? null : `>=${least}`);
      return wanted === null ? [] : [`python3${wanted}`];
    },
    tries: () => [advice('run it with the Python that it asks for')],
  },
  {
    name: 'node_version',
    shape:
      /\bUnsupported engine\b|\bEBADENGINE\b|engine "node" is incompatible|requires (?:at least )?Node(?:\.?js)?(?: version)? v?(>=? ?\d[\d.]{0,8}|\d[\d.]{0,8})/i,
    requires: ([, range]) => (range === undefined ? [] : [`node${toLeast(range)}`]),
    tries: () => [advice('run it with the Node that it asks for')],
  },
  {
    name: 'import_failed',
    shape: /\bImportError: |\bdoes not provide an export named\b|ERR_REQUIRE_ESM/,
    tries: () => [
      advice('the module is there, but not in the version that it expects: compare what is installed'),
    ],
  },
];

/** `18` means from there on. */
function toLeast(range: string): string {
  const bare = range.replaceAll(' ', '');
  return /^[<>=]/.test(bare) ? bare : `>=${bare}`;
}
