import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** One training, as learning.json keeps it. */
export interface RunResult {
  /** Who trained. */
  source: 'cartwheel' | 'stable-baselines3';
  algorithm: string;
  envId: string;
  seed: number;
  timesteps: number;
  /** Of training alone, on the machine as it was. */
  seconds: number;
  /** Whether nothing else ran on the machine, so that wall times of such runs compare. */
  isAlone?: boolean;
  /** Of a deterministic evaluation after the last step, over `evaluationEpisodes` episodes. */
  meanReturn: number;
  stdReturn: number;
  evaluationEpisodes: number;
  /** What computed: `wasm/relaxed-fused`, or the version of the other library. */
  engine: string;
  /** As it learned: environment steps, seconds, and the mean return of the last 100 episodes. */
  curve: [timesteps: number, seconds: number, meanReturn: number][];
}

/** All that was trained so far; nothing where the file is not there yet. */
export function readResults(file: string): RunResult[] {
  if (!existsSync(file)) return [];
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!hasRuns(content)) throw new Error(`${file} should hold { "runs": [ … ] }.`);
  return content.runs;
}

/** Adds a run: to what the file holds now, and whole or not at all. */
export function appendResult(file: string, result: RunResult): void {
  writeResults(file, [...readResults(file), result]);
}

/** Takes runs out, so that they are trained anew. */
export function forgetResults(file: string, isForgotten: (run: RunResult) => boolean): void {
  writeResults(
    file,
    readResults(file).filter((run) => !isForgotten(run)),
  );
}

function writeResults(file: string, results: readonly RunResult[]): void {
  mkdirSync(dirname(file), { recursive: true });
  const runs = results.map((run) => `    ${JSON.stringify(run)}`);
  const temporary = `${file}.tmp`;
  writeFileSync(temporary, `{\n  "runs": [\n${runs.join(',\n')}\n  ]\n}\n`);
  renameSync(temporary, file);
}

/** What tells one run from another. */
export function isSameRun(a: RunKey, b: RunKey): boolean {
  return (
    a.source === b.source &&
    a.algorithm === b.algorithm &&
    a.envId === b.envId &&
    a.seed === b.seed &&
    a.timesteps === b.timesteps
  );
}

export type RunKey = Pick<RunResult, 'source' | 'algorithm' | 'envId' | 'seed' | 'timesteps'>;

/** Only the form: what the file holds was written here. */
function hasRuns(content: unknown): content is { runs: RunResult[] } {
  return typeof content === 'object' && content !== null && 'runs' in content && Array.isArray(content.runs);
}
