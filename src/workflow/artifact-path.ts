import { posix } from 'node:path';

/** `./a//b` and `a/b` are one artifact; the trailing `/` of a folder stays. */
export function artifactPath(written: string): string {
  const path = posix.normalize(written);
  return path.startsWith('./') && path.length > 2 ? path.slice(2) : path;
}

/** Why a written path cannot be an artifact, or null. */
export function faultInArtifact(written: string): string | null {
  if (written.includes('\0')) return 'contains a NUL';
  if (written.trim() === '') return 'is blank';
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(written)) return 'is absolute';
  if (/^~(?:\/|$)/.test(written)) return 'begins with ~, which only a shell understands';
  const steps = posix.normalize(written.replaceAll('\\', '/')).split('/');
  return steps[0] === '..' ? 'leaves the project' : null;
}

/**
 * All paths that are there once `made` is: itself, named as a folder or not, and the folders around it. That a folder
 * is there says nothing about what is in it.
 */
export function pathsSuppliedBy(made: string): readonly string[] {
  const around = [...made.matchAll(/\//g)].map(({ index }) => made.slice(0, index + 1));
  return [...new Set([made, made.replace(/\/$/, ''), ...around])];
}
