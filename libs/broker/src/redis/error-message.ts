/** Not by `instanceof`: an error of Node's core is of another realm in a sandbox such as Jest's. */
export function errorMessage(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
