import { faultsInExperts, isExperts } from '../../schemas/validate-file.ts';
import { faultsAgainst } from './config-checks.ts';
import { type ConfigProblem, problemAt } from './config-problem.ts';
import { expertsSchema } from './config-schema.ts';
import type { PlacedWords } from './schema-words.ts';
import { readYamlDocument } from './yaml-document.ts';

/** Everything for which the engine would refuse a list of experts; nothing without a file. */
export function problemsWithExperts(file: string): readonly ConfigProblem[] {
  const document = readYamlDocument(file);
  if (document === null) return [];
  if (document.value === null && document.problems.length > 0) return document.problems;
  const { value } = document;
  const faults = [...faultsAgainst(value, expertsSchema, faultsInExperts(value)), ...sameIds(value)];
  return [
    ...document.problems,
    ...faults.map(({ path, part, ...words }) => problemAt(document.placeOf(path, part), words)),
  ];
}

function sameIds(value: unknown): PlacedWords[] {
  if (!isExperts(value)) return [];
  const first = new Map<string, number>();
  return value.experts.flatMap(({ expert_id: id }, index): PlacedWords[] => {
    const before = first.get(id);
    if (before === undefined) first.set(id, index);
    if (before === undefined) return [];
    const message = `experts.${index}.expert_id is the same as that of experts.${before}`;
    const path = ['experts', String(index), 'expert_id'];
    return [{ path, part: 'value', message, hint: 'give each expert an id of its own' }];
  });
}
