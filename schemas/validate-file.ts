import * as validators from './generated/file-validators.cjs';
import type { Config, Experts, WorkflowFile } from './generated/types.ts';
import type { Validator, ValidatorError } from './generated/validators.cjs';

/** One thing that a schema has against a file that people write. */
export type SchemaFault = ValidatorError;

/** True for settings that fit their schema; what a text in them means is not looked at. */
export function isConfig(value: unknown): value is Config {
  return validators.config(value);
}

/** Everything that is wrong with settings as parsed from YAML. */
export function faultsInConfig(value: unknown): readonly SchemaFault[] {
  return faults(validators.config, value);
}

/** True for a list of experts as the engine needs it. */
export function isExperts(value: unknown): value is Experts {
  return validators.experts(value);
}

/** Everything that is wrong with a list of experts as parsed from YAML. */
export function faultsInExperts(value: unknown): readonly SchemaFault[] {
  return faults(validators.experts, value);
}

/** True for what lies below `workflow:` in a workflow file; how its steps hang together is not looked at. */
export function isWorkflowFile(value: unknown): value is WorkflowFile {
  return validators.workflow(value);
}

/** Everything that is wrong with the shape of a workflow as parsed from YAML. */
export function faultsInWorkflowFile(value: unknown): readonly SchemaFault[] {
  return faults(validators.workflow, value);
}

function faults(validator: Validator, value: unknown): readonly SchemaFault[] {
  return validator(value) ? [] : (validator.errors ?? []);
}
