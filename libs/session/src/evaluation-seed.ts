/** Far from the seeds of training environments, which are the run's seed and the few that follow it. */
const EVALUATION_SEED_OFFSET = 1_000_003;

/** The seed of a run's evaluations: other episodes than those it was trained on, and the same ones each time. */
export function evaluationSeed(runSeed: number): number {
  return runSeed + EVALUATION_SEED_OFFSET;
}
