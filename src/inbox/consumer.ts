import { join } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import type { Project } from '../journal/project-paths.ts';

/** Where what concerns one consumer lies. */
export type ConsumerPlace = {
  readonly folder: string;
  readonly cursor: string;
  /** Who tells it right now. */
  readonly holders: string;
};

const namePattern = /^[A-Za-z0-9._-]{1,64}$/;

/** Throws `usage` for a name that can't be part of a file's. */
export function placeOf(project: Project, consumer: string): ConsumerPlace {
  if (!namePattern.test(consumer)) {
    const message = `--consumer ${consumer.slice(0, 40)} is no name for a consumer`;
    const hint = 'write 1 to 64 letters, digits, dots, dashes or underscores';
    throw new FailureError({ code: 'usage', message, hint });
  }
  const folder = join(project.runFolder, 'inbox');
  return { folder, cursor: join(folder, `${consumer}.json`), holders: join(folder, `${consumer}.holders`) };
}
