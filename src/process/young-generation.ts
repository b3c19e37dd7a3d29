/**
 * Keeps the young generation at 2 MiB instead of letting it grow to 32: reading a fast output or a long history leaves
 * garbage, and a supervisor grew to 93 MiB over one. Modules of Node that are first loaded after this are compiled anew.
 */
export async function keepYoungGenerationSmall(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--semi-space-growth-factor=1');
}
