import type { Check } from './check.ts';
export const commandCheck: Check = { name: 'command', run: async () => [] };
