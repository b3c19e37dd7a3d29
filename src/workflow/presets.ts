import { join } from 'node:path';
import { nearestWord } from '../base/slips.ts';

export const presetNames = ['full-sdlc', 'rapid-dev', 'fix', 'quality', 'brownfield-analysis'] as const;

export type PresetName = (typeof presetNames)[number];

/** Other names for the presets, those of the engine first; ours are `review`, `test` and the ones after `improve`. */
export const presetAliases: Readonly<Record<string, PresetName>> = {
  full: 'full-sdlc',
  enterprise: 'full-sdlc',
  rapid: 'rapid-dev',
  feature: 'rapid-dev',
  'new-feature': 'rapid-dev',
  build: 'rapid-dev',
  refactor: 'fix',
  hotfix: 'fix',
  urgent: 'fix',
  improve: 'quality',
  review: 'quality',
  test: 'quality',
  analysis: 'brownfield-analysis',
  analyze: 'brownfield-analysis',
};

/** The preset of that name or alias; null if there is none. */
export function presetOf(name: string): PresetName | null {
  const named = presetNames.find((preset) => preset === name);
  if (named !== undefined) return named;
  return Object.hasOwn(presetAliases, name) ? (presetAliases[name] ?? null) : null;
}

/** The file of a preset below the folder that holds them all; null if there is no preset of that name or alias. */
export function presetFileOf(folder: string, name: string): string | null {
  const preset = presetOf(name);
  return preset === null ? null : join(folder, `${preset}.yaml`);
}

/** The name or alias that was probably meant; null without one. */
export function nearestPreset(name: string): string | null {
  return nearestWord(name, [...presetNames, ...Object.keys(presetAliases)]);
}
