import packageJson from '../package.json' with { type: 'json' };

export const version: string = packageJson.version;

/** Versions of Node that this program is made for, as a range. */
export const nodeRange: string = packageJson.engines.node;
