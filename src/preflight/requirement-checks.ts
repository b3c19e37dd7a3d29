import type { Check } from './check.ts';
import { requiredFilesCheck } from './required-files.ts';
import { requiredNpmCheck } from './required-npm.ts';
import { requiredPortsCheck } from './required-ports.ts';
import { requiredPythonCheck } from './required-python.ts';
import { requiredToolsCheck } from './required-tools.ts';
import { requiredVariablesCheck } from './required-variables.ts';
import type { Requirement } from './requirement.ts';

/** One check for each kind of requirement that there is; what is required twice is looked at once. */
export function requirementChecks(
  requirements: readonly Requirement[],
  { python }: { readonly python: string },
): readonly Check[] {
  const once = new Map(requirements.map((requirement) => [JSON.stringify(requirement), requirement]));
  const ofKind = <Kind extends Requirement['kind']>(kind: Kind) =>
    [...once.values()].filter(
      (requirement): requirement is Extract<Requirement, { readonly kind: Kind }> =>
        requirement.kind === kind,
    );
  const checkFor = <Required>(
    required: readonly Required[],
    make: (required: readonly Required[]) => Check,
  ): readonly Check[] => (required.length === 0 ? [] : [make(required)]);
  return [
    ...checkFor(ofKind('file'), requiredFilesCheck),
    ...checkFor(ofKind('tool'), requiredToolsCheck),
    ...checkFor(ofKind('env'), requiredVariablesCheck),
    ...checkFor(ofKind('python'), (modules) => requiredPythonCheck(modules, python)),
    ...checkFor(ofKind('npm'), requiredNpmCheck),
    ...checkFor(ofKind('port'), requiredPortsCheck),
  ];
}
