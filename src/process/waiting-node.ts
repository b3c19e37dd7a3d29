/**
 * What Node is told when it is started for a program that waits for hours: garbage is collected by the thread that made it
 * (helpers are woken, and have stacks). An argument, not `NODE_OPTIONS`: no command inherits it.
 *
 * Not `--max-semi-space-size`: with it V8 takes none of Node's own modules from its cache, and a supervisor was 14 ms
 * later (bare Node takes 58).
 */
export const waitingNode: readonly string[] = ['--single-threaded-gc'];
