/** Which kind of program writes: the first half of an event's `by`. */
export type WriterRole =
  | 'launcher'
  | 'supervisor'
  | 'stop'
  | 'emit'
  | 'runner'
  | 'watcher'
  | 'command'
  | 'cleanup'
  | 'archive';
