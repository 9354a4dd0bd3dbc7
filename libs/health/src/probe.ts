import type { Probe } from './health-check.ts';

/** How a health server is asked. */
export interface ProbeOptions {
  /** Milliseconds to wait for the answer. Default: 1,000, as Kubernetes does. */
  readonly timeoutMs?: number | undefined;
}

/** What a health server answered. */
export interface ProbeResult {
  /** 0: yes. 1: no, or no answer. */
  readonly exitCode: 0 | 1;
  /** One line for a person. */
  readonly line: string;
}

const PATHS: Readonly<Record<Probe, string>> = { live: '/livez', ready: '/readyz', startup: '/startupz' };

/**
 * Asks a health server, as a container's probe command does; never rejects.
 *
 * @param url The server's, as `http://127.0.0.1:8086`.
 */
export async function probe(url: string, kind: Probe, { timeoutMs = 1_000 }: ProbeOptions = {}): Promise<ProbeResult> {
  try {
    const response = await fetch(new URL(PATHS[kind], url), { signal: AbortSignal.timeout(timeoutMs) });
    const text = oneLine(await response.text());
    if (response.ok) return { exitCode: 0, line: `${kind}: yes (${text})` };
    return { exitCode: 1, line: `${kind}: no, status ${response.status} (${text})` };
  } catch (error) {
    return { exitCode: 1, line: oneLine(`${kind}: no answer from ${url} within ${timeoutMs} ms: ${reason(error)}`) };
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch says "fetch failed", and why in its cause.
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
