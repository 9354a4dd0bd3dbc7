/** Calls until the broker is there again; any other error counts. */
export async function untilReached<Value>(call: () => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if ((error as { code?: string }).code !== 'broker/unreachable') throw error;
    }
  }
}
