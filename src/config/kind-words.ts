import { parseDurationMs } from '../base/duration.ts';
import { parseSizeBytes } from '../base/size.ts';
import { compileLinePattern } from '../output/line-pattern.ts';
import { compileProgressPattern } from '../output/progress-pattern.ts';
import { childSchema, type Schema, shownKey } from './config-schema.ts';
import { exampleOf, kindWords, type PlacedWords } from './schema-words.ts';

/** What a schema cannot tell: texts that are no duration, no size, no pattern; the first fault of each value. */
export function kindFaults(value: unknown, schema: Schema, path: readonly string[] = []): PlacedWords[] {
  const kind = schema['x-kind'] ?? '';
  const said = Object.hasOwn(judges, kind) ? judges[kind]?.(value, schema) : null;
  if (typeof said === 'string') {
    return [{ path, part: 'value', message: `${shownKey(path)} ${said}`, hint: exampleOf(path, schema) }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => {
    const expected = childSchema(schema, name);
    return expected === null ? [] : kindFaults(child, expected, [...path, name]);
  });
}

type Judge = (value: unknown, schema: Schema) => string | null;

const judges: Readonly<Record<string, Judge>> = {
  duration: ofText(faultInDuration),
  size: ofText((text, schema) => (parseSizeBytes(text) === null ? `must be ${kindWords(schema)}` : null)),
  'line-pattern': ofText((text) => faultInPattern(compileLinePattern(text))),
  'progress-pattern': ofText((text) => faultInPattern(compileProgressPattern(text))),
  text: ofText(faultInText),
  command: faultInCommand,
};

/** What is no text, or too long, is for the schema to judge. */
function ofText(judge: (text: string, schema: Schema) => string | null): Judge {
  return (value, schema) => {
    const isJudged = typeof value === 'string' && value.length <= (schema.maxLength ?? value.length);
    return isJudged ? judge(value, schema) : null;
  };
}

function faultInDuration(text: string, schema: Schema): string | null {
  const ms = parseDurationMs(text);
  if (ms === null) return `must be ${kindWords(schema)}`;
  const { minimum = 0, maximum = Number.POSITIVE_INFINITY } = schema;
  if (ms < minimum * 1000) return `must be at least ${minimum}s`;
  return ms > maximum * 1000 ? `must be at most ${maximum}s` : null;
}

function faultInPattern(compiled: { readonly ok: boolean; readonly message?: string }): string | null {
  return compiled.ok ? null : `is no pattern that can be used: ${compiled.message ?? ''}`;
}

function faultInText(text: string): string | null {
  if (text.includes('\0')) return 'must not hold a NUL';
  return text.trim() === '' ? 'must not be blank' : null;
}

function faultInCommand(value: unknown): string | null {
  if (!Array.isArray(value)) return null;
  const [program] = value;
  if (typeof program === 'string' && program.trim() === '') return 'must begin with a program';
  const hasNul = value.some((word) => typeof word === 'string' && word.includes('\0'));
  return hasNul ? 'must not hold a NUL' : null;
}
