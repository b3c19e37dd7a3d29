/** The word that the completion of a shell begins its question with; no command of people. */
export const completeWord = '__complete';
