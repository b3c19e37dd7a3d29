/** The library: journals and what can be read from them, for other programs. */
export { type Fold, foldAll, foldEvent, startFold } from '../projections/fold.ts';
export { judge } from '../projections/judge.ts';
export type { Probe } from '../projections/liveness.ts';
export { evolve, initialState, type ProcessState } from '../projections/process-state.ts';
export { type Moment, timelineOf } from '../projections/timeline.ts';
export type { Verdict } from '../projections/verdict.ts';
export type { CatalogueEvent, CorruptRange, DataOf, EventType, ReadEvent } from '../schemas/event.ts';
export { FailureError } from '../schemas/failure.ts';
export { JournalFramer } from './journal/journal-framer.ts';
export { type EventSink, readJournal } from './journal/journal-reader.ts';
export { JournalTail } from './journal/journal-tail.ts';
export { type Verification, verifyJournal } from './journal/journal-verify.ts';
export { JournalWriter } from './journal/journal-writer.ts';
export { findProject, listProcessIds, type Project } from './journal/project-paths.ts';
export { type Observed, observe, observeAll } from './observe/observe.ts';
