import * as z from 'zod';
import { SUBJECTS, type Subject } from './subjects.ts';

const countsSchema = z.object({
  /** Tests failed, or did not end. */
  killed: z.number(),
  /** All tests passed, or none came by. */
  survived: z.number(),
  /** Set aside: of what runs when a module is loaded, or by a comment in the code. */
  setAside: z.number(),
});

/** docs/benchmarks/mutation.json: what came of each subject that was run. */
const schema = z.record(z.string(), countsSchema);

export type MutantCounts = z.output<typeof countsSchema>;
export type MutationResults = z.output<typeof schema>;

/** Throws zod's error for what is no such file. */
export function parseMutationResults(text: string | undefined): MutationResults {
  return text === undefined ? {} : schema.parse(JSON.parse(text));
}

/** What became of mutants, by Stryker's words for it. Those that are no valid program count nowhere. */
export function countMutants(statuses: readonly string[]): MutantCounts {
  const count = (...wanted: string[]): number => statuses.filter((status) => wanted.includes(status)).length;
  return {
    killed: count('Killed', 'Timeout'),
    survived: count('Survived', 'NoCoverage'),
    setAside: count('Ignored'),
  };
}

/** In per cent, never rounded up: 89.99 does not reach 90. */
export function mutationScore({ killed, survived }: MutantCounts): number {
  return Math.floor((killed / (killed + survived)) * 1000) / 10;
}

/** A line for each of the subjects that falls short of what is wanted. */
export function mutationFaults(subjects: readonly Subject[], results: MutationResults): string[] {
  return subjects.flatMap(({ name, wanted }) => {
    const counts = results[name];
    if (counts === undefined || mutationScore(counts) >= wanted) return [];
    return [`${name}: ${mutationScore(counts)} % of mutants killed, at least ${wanted} % wanted`];
  });
}

/** The results of those that there still are, in their order, with new ones. */
export function withResult(results: MutationResults, name: string, counts: MutantCounts): MutationResults {
  const joined: MutationResults = { ...results, [name]: counts };
  return Object.fromEntries(SUBJECTS.flatMap((each) => (joined[each.name] ? [[each.name, joined[each.name]]] : [])));
}
