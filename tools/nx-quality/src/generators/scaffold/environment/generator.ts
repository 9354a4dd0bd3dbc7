import type { GeneratorCallback, Tree } from '@nx/devkit';
import { formatChanges } from '../format-changes.ts';
import { addToChangelog, insertLine, refuseTaken } from '../insert.ts';
import { partNames } from '../names.ts';

export interface EnvironmentOptions {
  /** Without a version: `GridWorld` becomes `GridWorld-v0`. */
  readonly name: string;
}

const REGISTRY = 'libs/envs/src/registry.ts';

/** Adds an environment with its conformance test, its id in the registry and a line in the changelog. */
export function environmentGenerator(tree: Tree, { name: written }: EnvironmentOptions): GeneratorCallback {
  const { name, type } = partNames(written);
  const file = `libs/envs/src/${name}/${name}.ts`;
  refuseTaken(tree, file);
  tree.write(file, sourceOf(type));
  tree.write(`libs/envs/src/${name}/${name}.test.ts`, testOf(name, type));
  const importLine = `import { ${type}Env } from './${name}/${name}.ts';`;
  insertLine(tree, { path: REGISTRY, at: /^import type \{ Env \}/, where: 'after', text: importLine });
  const entry = `  ['${type}-v0', () => new TimeLimit(new ${type}Env(), 100)],`;
  insertLine(tree, { path: REGISTRY, at: /^const factories = new Map/, where: 'after', text: entry });
  const row = `| \`${type}-v0\` | \`Box(1)\` | \`Discrete(2)\` | 100 | – |`;
  insertLine(tree, { path: 'libs/envs/README.md', at: /^\| `Pendulum-v1`/, where: 'after', text: row });
  addToChangelog(tree, `An environment, ${type}-v0.`);
  return formatChanges(tree);
}

/** Small and whole: a walk to the right, to be replaced by the environment's own rules. */
function sourceOf(type: string): string {
  return `import type { Generator } from '@cartwheel/random';
import { ClassicControlEnv } from '../classic-control/classic-control-env.ts';
import type { Scene } from '../scene.ts';
import { Box } from '../spaces/box.ts';
import { Discrete } from '../spaces/discrete.ts';

/** Where the walk ends. */
const GOAL = 10;

/**
 * A walk on a line, from a place between 0 and 1 to 10: left (0) or right (1), a unit a step, −1 a step. Observations are
 * the place.
 */
export class ${type}Env extends ClassicControlEnv<number> {
  readonly id = '${type}-v0';
  readonly observationSpace = new Box({ low: -GOAL, high: GOAL + 1, shape: [1] });
  readonly actionSpace = new Discrete(2);

  constructor() {
    super(1);
  }

  protected begin(random: () => Generator): void {
    this.state[0] = random().random();
  }

  protected accepts(action: number): boolean {
    return action === 0 || action === 1;
  }

  protected advance(action: number): number {
    this.state[0] = Math.max(-GOAL, this.state[0] + (action === 1 ? 1 : -1));
    return -1;
  }

  protected isOver(): boolean {
    return this.state[0] >= GOAL;
  }

  protected observeInto(target: Float32Array, offset: number): void {
    target[offset] = this.state[0];
  }

  render(): Scene {
    const center = [this.state[0], 0] as const;
    return { view: [-GOAL, -1, GOAL, 1], shapes: [{ kind: 'circle', center, radius: 0.5, fill: '#333' }] };
  }
}
`;
}

function testOf(name: string, type: string): string {
  return `import { expect, it } from '@jest/globals';
import { makeEnv } from '../registry.ts';
import { describeEnv } from '../testing/index.ts';
import { ${type}Env } from './${name}.ts';

describeEnv('${type}-v0', { createEnv: () => makeEnv('${type}-v0') });

it('ends at its goal', () => {
  const env = new ${type}Env();
  env.reset({ seed: 0 });
  const ends = Array.from({ length: 10 }, () => env.step(1)[2]);
  expect(ends.indexOf(true)).toBe(9);
});
`;
}
