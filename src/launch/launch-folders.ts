import { resolve } from 'node:path';
import type { Settings } from '../config/settings.ts';
import type { Project } from '../journal/project-paths.ts';

/** The folder that outputs of this project go to. */
export function outputFolderOf(project: Project, settings: Settings): string {
  return settings.outputFolder === null ? project.outputFolder : resolve(project.root, settings.outputFolder);
}

/** Every folder that a launch writes to. */
export function stateFoldersOf(project: Project, settings: Settings): string[] {
  return [project.journalFolder, outputFolderOf(project, settings), project.runFolder];
}
