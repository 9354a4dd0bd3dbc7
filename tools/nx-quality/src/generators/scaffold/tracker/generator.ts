import type { GeneratorCallback, Tree } from '@nx/devkit';
import { formatChanges } from '../format-changes.ts';
import { addToChangelog, insertLine, refuseTaken } from '../insert.ts';
import { partNames, type PartNames } from '../names.ts';
import { testOf, trackerOf } from './sources.ts';

export interface TrackerOptions {
  readonly name: string;
}

/** Adds a tracker that passes the conformance suite, its subpath, its id for `openTracker` and its option for the trainer. */
export function trackerGenerator(tree: Tree, { name: written }: TrackerOptions): GeneratorCallback {
  const names = partNames(written);
  const { name, type } = names;
  const folder = `libs/tracking/src/${name}`;
  refuseTaken(tree, `${folder}/${name}-tracker.ts`);
  tree.write(`${folder}/${name}-tracker.ts`, trackerOf(names));
  tree.write(`${folder}/${name}-tracker.test.ts`, testOf(names));
  tree.write(
    `${folder}/index.ts`,
    `export { create${type}Tracker, type ${type}TrackerOptions } from './${name}-tracker.ts';\n`,
  );
  wire(tree, names);
  insertLine(tree, {
    path: 'docs/trackers.md',
    at: /^- A run whose process was killed/,
    where: 'before',
    text: `- ${type} (\`--${name} DIR\`) keeps metric points and texts of a run in one JSON file.`,
  });
  addToChangelog(tree, `A tracker, ${type}.`);
  return formatChanges(tree);
}

function wire(tree: Tree, { name, type, value }: PartNames): void {
  const add = (path: string, at: RegExp, text: string) => insertLine(tree, { path, at, where: 'before', text });
  const paths = ['@cartwheel/source', 'types', 'default'].map((condition, index) => {
    const path = index === 0 ? `./src/${name}/index.ts` : `./dist/${name}/index.${index === 1 ? 'd.ts' : 'js'}`;
    return `      "${condition}": "${path}"`;
  });
  const subpath = `    "./${name}": {\n${paths.join(',\n')}\n    },`;
  add('libs/tracking/package.json', /^ {4}"\.\/testing": \{/, subpath);
  const load = `import('../${name}/${name}-tracker.ts')`;
  const open = `  '${name}': async (target) => (await ${load}).create${type}Tracker({ dir: target }),`;
  // The end of the table, which is the first in the file.
  add('libs/tracking/src/relay/open-tracker.ts', /^};/, open);
  const help = `relay to a JSON file a run in this folder`;
  const option = `  ${value}: { kind: '${name}', target: '<dir>', help: '${help}', isFolder: true },`;
  add('apps/trainer/src/commands/tracker-options.ts', /^} satisfies/, option);
}
