// Made by scripts/generate-schemas.ts from the JSON Schemas beside it. Do not edit.
export type ValidatorError = { readonly instancePath: string; readonly keyword: string; readonly message?: string; readonly propertyName?: string; readonly params: Readonly<Record<string, unknown>> };
export type Validator = { (value: unknown): boolean; errors?: readonly ValidatorError[] | null };
export declare const config: Validator;
export declare const experts: Validator;
export declare const workflow: Validator;
