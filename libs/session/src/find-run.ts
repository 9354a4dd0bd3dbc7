import { CartwheelError } from '@cartwheel/async-guard';
import type { RunRecord, RunStore } from '@cartwheel/tracking';

/**
 * The run that `selector` names: its id, a unique prefix of one, or `latest`.
 *
 * Throws `session/no-such-run` and `session/ambiguous-run`.
 */
export async function findRun(store: RunStore, selector: string): Promise<RunRecord> {
  return selectRun(await store.runs(), selector);
}

/** The same among `runs`, newest last. */
export function selectRun<Run extends { runId: string }>(runs: readonly Run[], selector: string): Run {
  const matches = selector === 'latest' ? runs.slice(-1) : runs.filter((run) => run.runId.startsWith(selector));
  const exact = matches.find((run) => run.runId === selector) ?? matches[0];
  if (!exact) {
    throw new CartwheelError(
      'session/no-such-run',
      `None of the ${runs.length} runs here matches '${selector}'; RUN is an id, a unique prefix of one, or latest. See: cartwheel runs list`,
    );
  }
  if (matches.length > 1 && exact.runId !== selector) {
    throw new CartwheelError(
      'session/ambiguous-run',
      `'${selector}' is the beginning of ${matches.length} runs (${matches
        .slice(0, 3)
        .map((run) => run.runId)
        .join(', ')} …): give more of the id.`,
    );
  }
  return exact;
}
