import { QualityError } from '../quality-error.ts';
import type { Arrival } from '../liveness/trace-liveness.ts';
import type { DeadCodeContext } from './dead-code-context.ts';

/** Why something lives: the shortest way from an entry to it, or that there is none. */
export interface WhyAnswer {
  readonly file: string;
  readonly symbol?: string;
  /** Empty when nothing reaches it. */
  readonly path: readonly WhyStep[];
}

/** One step of the way from an entry to what it keeps alive. */
export interface WhyStep {
  /** `is an entry (package.json bin)`, `imports`, `uses` … */
  readonly how: string;
  readonly file: string;
  readonly line: number;
  readonly symbol?: string;
}

/**
 * Explains each place that a question names: `createEnv`, `libs/envs/src/make-env.ts` or `libs/envs/src/make-env.ts#makeEnv`.
 *
 * @throws QualityError `quality/unknown-symbol` when nothing of that name is declared.
 */
export function why(question: string, context: DeadCodeContext): WhyAnswer[] {
  const places = placesOf(question, context);
  if (places.length === 0) {
    throw new QualityError(
      'quality/unknown-symbol',
      `Expected a top-level name, a file or file#name of this workspace, but nothing is called ${question}.`,
    );
  }
  return places.map(({ file, symbol }) => {
    const arrival = arrivalAt(file, symbol, context);
    return {
      file,
      ...(symbol !== undefined && { symbol }),
      path: arrival === undefined ? [] : stepsTo(arrival, context),
    };
  });
}

interface Place {
  readonly file: string;
  readonly symbol?: string;
}

function placesOf(question: string, { facts }: DeadCodeContext): Place[] {
  const [path = '', name] = question.split('#');
  if (facts.has(path)) {
    if (name === undefined) return [{ file: path }];
    return facts.get(path)?.declarations.has(name) ? [{ file: path, symbol: name }] : [];
  }
  return [...facts].flatMap(([file, { declarations }]) =>
    declarations.has(question) ? [{ file, symbol: question }] : [],
  );
}

/** The first arrival is the shortest; without tests where there is such a way. */
function arrivalAt(
  file: string,
  symbol: string | undefined,
  { production, everything }: DeadCodeContext,
): Arrival | undefined {
  const type = symbol === undefined ? 'module' : 'declaration';
  for (const liveness of [production, everything]) {
    for (const arrival of liveness.arrivals()) {
      const { node } = arrival;
      if (node.type === type && node.file === file && node.name === symbol) return arrival;
    }
  }
  return undefined;
}

function stepsTo(last: Arrival, { facts }: DeadCodeContext): WhyStep[] {
  const arrivals: Arrival[] = [];
  for (let arrival: Arrival | undefined = last; arrival !== undefined; arrival = arrival.from)
    arrivals.unshift(arrival);
  const steps = arrivals.map(({ node: { file, name }, edge, entry, from }): WhyStep => {
    const line =
      (from?.node.file === file ? undefined : edge?.line) ?? facts.get(file)?.declarations.get(name ?? '')?.line ?? 1;
    const how = entry === undefined ? (edge?.how ?? '') : `entry: ${entry.reason}`;
    return {
      how,
      file,
      line: from === undefined || from.node.file === file ? line : lineIn(file, name, facts),
      ...(name !== undefined && { symbol: name }),
    };
  });
  return steps.filter(
    (step, index) => index === 0 || step.file !== steps[index - 1]?.file || step.symbol !== steps[index - 1]?.symbol,
  );
}

function lineIn(file: string, name: string | undefined, facts: DeadCodeContext['facts']): number {
  const module = facts.get(file);
  if (name === undefined) return 1;
  return module?.exports.find((fact) => fact.name === name)?.line ?? module?.declarations.get(name)?.line ?? 1;
}
