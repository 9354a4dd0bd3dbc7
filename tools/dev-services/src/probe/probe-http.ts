/** One GET; rejects unless the status is 2xx. */
export async function probeHttp(url: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(url, { signal, redirect: 'error' });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`Expected a status of 2xx from ${url}, received ${response.status}.`);
}
