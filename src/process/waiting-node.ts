/**
 * What Node is told when it is started for a program that waits for hours: a young generation of 1 MiB instead of 16
 * (reading a fast output or a long history leaves garbage, and a supervisor grew to 93 MiB over one), collected by the
 * thread that made it (helpers are woken, and have stacks). They are arguments, not `NODE_OPTIONS`: no command inherits
 * them.
 */
export const waitingNode: readonly string[] = ['--max-semi-space-size=1', '--single-threaded-gc'];
