/** `panic: …` and `fatal error: …` are followed by goroutines; `Exception in thread …` and the like by frames. */
export function startsGoTrace(line: string): boolean {
  return /^(?:panic|fatal error): /.test(line);
}

export function isGoTraceLine(text: string): boolean {
  return (
    text === '' ||
    /^(?:\s|goroutine \d|created by |\[signal |runtime stack:|main\.|r[a-z\d]{1,2} +0x|\.{3}\w)/.test(text) ||
    /^[\w./*()[\]{}·-]{1,300}\(.{0,300}\)$/.test(text)
  );
}

/** Not Node's `Error: …`: its frames look alike, but it has no `Caused by`. */
export function startsJavaTrace(line: string): boolean {
  return /^Exception in thread |(?:^|[ :])(?:[a-z][\w$]{0,60}\.){1,8}[A-Z][\w$]{0,100}(?:Exception|Error|Throwable)\b/.test(
    line,
  );
}

export function isJavaTraceLine(text: string): boolean {
  return /^\s+(?:at \S|\.{3} \d{1,6} |Suppressed: )/.test(text);
}
