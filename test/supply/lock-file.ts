import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

export type LockedPackage = {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
};

type Lock = { readonly packages: Readonly<Record<string, LockedPackage>> };
export type Manifest = {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};

/** Every package of a lock file by the folder it is installed in, the project itself left out. */
export function lockedPackages(of = '.'): readonly (LockedPackage & { readonly folder: string })[] {
  const { packages }: Lock = JSON.parse(readFileSync(join(root, of, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([folder]) => folder !== '')
    .map(([folder, locked]) => ({ folder, ...locked }));
}

export function manifest(of = '.'): Manifest {
  return JSON.parse(readFileSync(join(root, of, 'package.json'), 'utf8'));
}

export function nameIn(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** Bytes of a package's own files, without the packages inside it. */
export function installedBytes(folder: string): number {
  const top = join(root, folder);
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.slice(top.length).includes('node_modules'))
    .reduce((sum, path) => sum + statSync(path).size, 0);
}
