import type { GeneratorCallback, Tree } from '@nx/devkit';
import { formatChanges } from '../format-changes.ts';
import { addToChangelog, insertLine, refuseTaken } from '../insert.ts';
import { partNames, type PartNames } from '../names.ts';
import { learnerOf, hyperparametersOf, testOf, updateOf } from './sources.ts';

export interface AlgorithmOptions {
  readonly name: string;
}

const REGISTRY = 'libs/algorithms/src/registry.ts';
const INDEX = 'libs/algorithms/src/index.ts';

/** Adds an on-policy algorithm with its tests, its name in the registry, its exports and its page. */
export function algorithmGenerator(tree: Tree, { name: written }: AlgorithmOptions): GeneratorCallback {
  const names = partNames(written);
  const { name, type, value } = names;
  const folder = `libs/algorithms/src/${name}`;
  refuseTaken(tree, `${folder}/${name}.ts`);
  tree.write(`${folder}/hyperparameters.ts`, hyperparametersOf(names));
  tree.write(`${folder}/${name}-update.ts`, updateOf(names));
  tree.write(`${folder}/${name}.ts`, learnerOf(names));
  tree.write(`${folder}/${name}.test.ts`, testOf(names));
  tree.write(`docs/algorithms/${name}.md`, pageOf(names));
  const add = (path: string, at: RegExp, where: 'before' | 'after', text: string) =>
    insertLine(tree, { path, at, where, text });
  add(REGISTRY, /^import \{ tqc \}/, 'after', `import { ${value} } from './${name}/${name}.ts';`);
  // The end of the table, which is the first in the file.
  add(REGISTRY, /^};/, 'before', `  '${name}': entryOf(${value}),`);
  add(INDEX, /^export \{ loadPolicy/, 'before', `export { ${type}, type ${type}Options } from './${name}/${name}.ts';`);
  add(
    INDEX,
    /^export \{ loadPolicy/,
    'before',
    `export type { ${type}HyperparameterInput } from './${name}/hyperparameters.ts';`,
  );
  const row = `| [${type}](docs/algorithms/${name}.md) | yes | yes | yes | yes |`;
  add('README.md', /^\| \[ARS\]/, 'after', row);
  addToChangelog(tree, `An algorithm, ${type}.`);
  return formatChanges(tree);
}

function pageOf({ name, type }: PartNames): string {
  return `# ${type}

Advantage actor–critic, one step of Adam a rollout. To be replaced by what ${type} does, with its source.

|                    |                                                                         |
| ------------------ | ----------------------------------------------------------------------- |
| Action spaces      | Box, Discrete, MultiDiscrete, MultiBinary; action masks for all but Box |
| Observation spaces | Box (flattened), Discrete and MultiDiscrete (one-hot), MultiBinary      |
| Source             | [libs/algorithms/src/${name}/](../../libs/algorithms/src/${name}/${name}.ts) |

## Usage

\`\`\`ts
import { ${type} } from '@cartwheel/algorithms';

const model = await ${type}.create('CartPole-v1', { seed: 0 });
await model.learn({ totalTimesteps: 100_000 });
\`\`\`

On the command line: \`cartwheel train --env CartPole-v1 --algo ${name}\`.

## Hyperparameters

Those of [A2C](a2c.md) without \`useRmsProp\` and \`rmsPropEps\`; other defaults are

| name                 | default |
| -------------------- | ------- |
| \`nSteps\`             | 8       |
| \`gaeLambda\`          | 0.95    |
| \`normalizeAdvantage\` | true    |

## Metrics

\`train/loss\` and \`train/learning_rate\`.
`;
}
