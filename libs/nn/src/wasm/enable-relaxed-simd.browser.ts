/** Elsewhere than in Node there is nothing to switch. */
export function enableRelaxedSimd(): boolean {
  return false;
}
