/** The library: journals and everything that can be read from them, for other programs. docs/library.md has examples. */

export { type Estimate, estimate } from '../projections/estimate.ts';
export { type Fold, foldAll, foldEvent, startFold } from '../projections/fold.ts';
export { judge } from '../projections/judge.ts';
export type { Probe } from '../projections/liveness.ts';
export {
  type ListedProcess,
  type ListFilter,
  resolveReference,
  selectProcesses,
} from '../projections/process-list.ts';
export { evolve, initialState, type ProcessState } from '../projections/process-state.ts';
export { judgeThen, type Point, stateAt, type Then } from '../projections/time-travel.ts';
export { type Moment, momentOf, timelineOf } from '../projections/timeline.ts';
export type { Verdict } from '../projections/verdict.ts';
export type { Why } from '../projections/why.ts';
export type {
  CatalogueEvent,
  CorruptRange,
  DataOf,
  Envelope,
  EventType,
  ReadEvent,
} from '../schemas/event.ts';
export { type Failure, FailureError } from '../schemas/failure.ts';
export { type ArchiveResult, archiveRuns, finishedRuns } from './archive/archive-runs.ts';
export { type ArchiveVerification, verifyArchive } from './archive/verify-archive.ts';
export { cloudEventOf, type Origin } from './export/cloud-event.ts';
export { type ExportFormat, exportFormats } from './export/encoder.ts';
export { type ExportWish, exportProcess } from './export/export-process.ts';
export { eventBatches } from './journal/journal-batches.ts';
export { JournalFramer } from './journal/journal-framer.ts';
export { findJournal, type JournalPlace, listJournals } from './journal/journal-places.ts';
export { type EventSink, readJournal } from './journal/journal-reader.ts';
export { JournalTail } from './journal/journal-tail.ts';
export { type Finding, type Verification, verifyJournal } from './journal/journal-verify.ts';
export { JournalWriter } from './journal/journal-writer.ts';
export { findProject, listProcessIds, type Project } from './journal/project-paths.ts';
export { fold } from './library/fold.ts';
export { observeAllThen, observeThen } from './library/observe-then.ts';
export { type Journal, type JournalReference, openJournal, type Reading } from './library/open-journal.ts';
export { type RunSummary, summary } from './library/summary.ts';
export { verdictOf } from './library/verdict-of.ts';
export { type Watching, watch } from './library/watch.ts';
export { type Observed, type ObservedMany, observe, observeAll, observeLive } from './observe/observe.ts';
export type { ObservedThen } from './observe/observe-then.ts';
export { lastGoodBefore, runsOfType } from './observe/runs-of-type.ts';
export {
  type Checked,
  type VerifyJournalsOptions,
  type VerifyProgress,
  verifyJournals,
} from './observe/verify-journals.ts';
export { redactArguments, redactText } from './output/redact.ts';
export { redactEvent, redactRead } from './output/redact-event.ts';
export { compareObserved as diff } from './postmortem/compare-observed.ts';
export { gatherWhy as why } from './postmortem/gather.ts';
