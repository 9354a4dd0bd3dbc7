const RUN_ID_BYTES = 12;

/** A fresh run id: 24 lower-case hex digits of the platform's secure generator. */
export function createRunId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(RUN_ID_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
