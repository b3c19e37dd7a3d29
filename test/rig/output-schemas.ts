import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

const folder = join(import.meta.dirname, '..', '..', 'schemas', 'output');
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });

const names = [
  'process',
  'list',
  'launch',
  'error',
  'inbox',
  'cleanup',
  'why',
  'summary',
  'diff',
  'completion',
  'report',
] as const;
const validators = new Map(names.map((name) => [name, ajv.compile(schema(name))]));

/** Fails the test unless the text is one JSON document on one line, and nothing else, of that published shape. */
export function fitsSchema(name: (typeof names)[number], stdout: string): void {
  const lines = stdout.split('\n');
  if (lines.length !== 2 || lines[1] !== '') throw new Error(`not one line: ${JSON.stringify(stdout)}`);
  const validate = validators.get(name);
  if (validate?.(JSON.parse(stdout)) !== true)
    throw new Error(`not a ${name}: ${ajv.errorsText(validate?.errors)}\n${stdout}`);
}

function schema(name: string): object {
  return JSON.parse(readFileSync(join(folder, `${name}.schema.json`), 'utf8'));
}
