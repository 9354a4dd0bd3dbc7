import { readFileSync } from 'node:fs';
import type { Algorithm } from '../../algorithm.ts';

/** With what a checkpoint was computed: what decides how its next step rounds. */
export interface Provenance {
  /** `wasm` … */
  engine: string;
  /** Tells builds apart that round differently, fused or not. */
  build: string;
  node: string;
  platform: string;
  /** Version of each library of Cartwheel that computes. */
  libraries: Readonly<Record<string, string>>;
}

/** Something that was otherwise when a checkpoint was written. */
export interface Difference {
  /** `engine build` … */
  what: string;
  recorded: string;
  current: string;
  /** Whether another result may come of it. */
  changesBits: boolean;
}

/** Between these, whole trainings were compared and are equal to the bit: `npm run test:resume`. */
const EQUAL_NODE_MAJORS = new Set(['20', '22', '24']);

/** What the bits of this process's results depend on, for its checkpoints. */
export function provenanceOf({ engine }: Pick<Algorithm, 'engine'>): Provenance {
  return {
    engine: engine.name,
    build: engine.build,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    libraries: libraryVersions(),
  };
}

/** In what two differ, the greatest first. */
export function differencesBetween(recorded: Provenance, current: Provenance): Difference[] {
  const nodes = [recorded, current].map(({ node }) => node.split('.')[0]);
  const areNodesEqual = nodes.every((major) => EQUAL_NODE_MAJORS.has(major));
  const names = new Set([...Object.keys(recorded.libraries), ...Object.keys(current.libraries)]);
  const all: Difference[] = [
    // What rounds otherwise has another build: the native kernels have WebAssembly's bits, and its build.
    { what: 'engine', recorded: recorded.engine, current: current.engine, changesBits: false },
    { what: 'engine build', recorded: recorded.build, current: current.build, changesBits: true },
    ...[...names].map((name) => ({
      what: name,
      recorded: recorded.libraries[name] ?? 'none',
      current: current.libraries[name] ?? 'none',
      changesBits: true,
    })),
    { what: 'Node.js', recorded: nodes[0], current: nodes[1], changesBits: !areNodesEqual },
    { what: 'platform', recorded: recorded.platform, current: current.platform, changesBits: false },
  ];
  return all.filter((difference) => difference.recorded !== difference.current);
}

/** All of them in one sentence. */
export function describeDifferences(differences: readonly Difference[]): string {
  return differences.map(({ what, recorded, current }) => `${what} was ${recorded} and is ${current}`).join('; ');
}

let versions: Readonly<Record<string, string>> | undefined;

/** Of this library, and of those that it was made for. */
function libraryVersions(): Readonly<Record<string, string>> {
  return (versions ??= readVersions());
}

function readVersions(): Record<string, string> {
  const description: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  const { name, version, dependencies } = description as Description;
  const own = Object.entries(dependencies).filter(([dependency]) => dependency.startsWith('@cartwheel/'));
  return { [name]: version, ...Object.fromEntries(own) };
}

/** Of this library's own package.json. */
interface Description {
  name: string;
  version: string;
  dependencies: Record<string, string>;
}
