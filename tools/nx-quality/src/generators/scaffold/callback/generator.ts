import type { GeneratorCallback, Tree } from '@nx/devkit';
import { formatChanges } from '../format-changes.ts';
import { addToChangelog, insertLine, refuseTaken } from '../insert.ts';
import { partNames } from '../names.ts';

export interface CallbackOptions {
  readonly name: string;
}

const INDEX = 'libs/callbacks/src/index.ts';

/** Adds a callback with its test, its export, and its lines in the documentation. */
export function callbackGenerator(tree: Tree, { name: written }: CallbackOptions): GeneratorCallback {
  const { name, type } = partNames(written);
  const file = `libs/callbacks/src/${name}/${name}.ts`;
  refuseTaken(tree, file);
  tree.write(file, sourceOf(name, type));
  tree.write(`libs/callbacks/src/${name}/${name}.test.ts`, testOf(name, type));
  const exportLine = `export { create${type}, type ${type}Options } from './${name}/${name}.ts';`;
  insertLine(tree, { path: INDEX, at: /from '\.\/checkpoint\//, where: 'before', text: exportLine });
  const row = `| \`create${type}\` | stops after so many updates |`;
  insertLine(tree, { path: 'docs/callbacks.md', at: /^\| `createEpisodeGif`/, where: 'after', text: row });
  addToChangelog(tree, `A callback, \`create${type}\`.`);
  return formatChanges(tree);
}

/** Small and whole: stops after some updates, to be replaced by what the callback is for. */
function sourceOf(name: string, type: string): string {
  return `import type { TrainingCallback } from '../training-callback/training-callback.ts';

export interface ${type}Options {
  /** Ends the run after so many updates. Default: never. */
  readonly afterUpdates?: number;
}

/** Counts updates, and stops when there were enough. */
export function create${type}({ afterUpdates = Infinity }: ${type}Options = {}): TrainingCallback {
  let updates = 0;
  return {
    name: '${name}',
    onUpdate() {
      updates += 1;
      return updates >= afterUpdates ? { stop: \`\${updates} updates\` } : undefined;
    },
  };
}
`;
}

function testOf(name: string, type: string): string {
  return `import { expect, it } from '@jest/globals';
import { fakeSession } from '../../tests/fakes.ts';
import type { UpdateEvent } from '../training-callback/training-event.ts';
import { create${type} } from './${name}.ts';

const update: UpdateEvent = { type: 'update', timesteps: 64, time: 0, updates: 1, statistics: {} };

it('stops after as many updates as it is told', () => {
  const callback = create${type}({ afterUpdates: 2 });
  const results = [1, 2].map(() => callback.onUpdate?.(update, fakeSession()));
  expect(results).toEqual([undefined, { stop: '2 updates' }]);
});
`;
}
