/** Node's own code for a program that has nothing left to wait for before it is done. */
const unfinished = 13;

/**
 * Runs what a program is, once everything in its file has its value. A program that ends without having got to its end
 * (something it waited for will never come) does not look like a success.
 */
export function runProgram(main: () => Promise<void>): void {
  let isDone = false;
  process.on('exit', () => {
    if (!isDone) process.exitCode ??= unfinished;
  });
  void Promise.resolve()
    .then(main)
    .then(() => {
      isDone = true;
    });
}
