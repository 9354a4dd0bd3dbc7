/** One line on standard error: what happened, and the code to look it up by. */
export function reportFailure(error: unknown): void {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`error: ${message}${code}\n`);
}
