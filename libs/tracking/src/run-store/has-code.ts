/** Whether an error of the system is the one of this code, `ENOENT` for example. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
