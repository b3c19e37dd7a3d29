/** Names of the environment that every command of ours is given. Whoever inherits them belongs to the run. */
export const runVariable = 'TAPPS_RUN';
/** What a supervisor carries there: it is no member of the tree that it looks after. */
export const supervisorMark = (id: string): string => `supervisor.${id}`;
export const journalVariable = 'TAPPS_JOURNAL';
/** The same for one attempt of one step of a workflow, inside of a run. */
export const stepRunVariable = 'TAPPS_STEP_RUN';
