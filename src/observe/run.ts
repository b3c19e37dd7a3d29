import { evolveCourse, noCourse, type RunCourse } from '../../projections/run-course.ts';
import type { Run } from '../../projections/run-summary.ts';
import { readJournal } from '../journal/journal-reader.ts';
import type { Observed } from './observe.ts';

/** A run with what only its events tell: its journal is read once more, for those who ask for it. */
export function runOf({ id, path, state, verdict }: Observed): Run {
  return { id, state, verdict, course: readCourse(path, id) };
}

function readCourse(path: string, id: string): RunCourse {
  let course = noCourse;
  const sink = {
    event: (read: Parameters<typeof evolveCourse>[1]): void => {
      course = evolveCourse(course, read);
    },
    corrupt: (): void => {},
  };
  readJournal(path, id, sink);
  return course;
}
