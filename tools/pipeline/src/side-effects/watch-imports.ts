// `watch-imports.ts SPECIFIER…`: imports one after the other, and prints what each has changed in this process.
import { pathToFileURL } from 'node:url';

/** A trace is a line for something that an import may leave behind. */
type Traces = ReadonlySet<string>;

const BUILT_IN = { Array, Date, Error, Float32Array, Function, JSON, Map, Math, Number, Object, Promise, Set, String };
const resolve = (specifier: string): string =>
  import.meta.resolve(specifier, pathToFileURL(`${process.cwd()}/program.js`).href);

const effects: Record<string, string[]> = {};
for (const specifier of process.argv.slice(2)) {
  const before = traces();
  await import(resolve(specifier));
  const left = [...traces()].filter((trace) => !before.has(trace));
  if (left.length > 0) effects[specifier] = left;
}
process.stdout.write(JSON.stringify(effects));

function traces(): Traces {
  return new Set([
    ...Reflect.ownKeys(globalThis).map((key) => `global ${String(key)}`),
    ...Object.entries(BUILT_IN).flatMap(([name, object]) => [
      ...keysOf(name, object),
      ...('prototype' in object ? keysOf(`${name}.prototype`, object.prototype) : []),
    ]),
    ...process.eventNames().map((event) => `${process.listenerCount(event)} listeners of ${String(event)}`),
    ...handles(),
    ...Object.entries(process.env).map(([name, value]) => `environment ${name}=${value}`),
  ]);
}

/** Numbered by their kind: how many there are of another must not change them. */
function handles(): string[] {
  const counts = new Map<string, number>();
  return process.getActiveResourcesInfo().map((kind) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return `handle ${count}: ${kind}`;
  });
}

function keysOf(name: string, object: object): string[] {
  return Reflect.ownKeys(object).map((key) => `${name}.${String(key)}`);
}
