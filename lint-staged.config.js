import { relative } from 'node:path';
import { readFileSync } from 'node:fs';

const node = 'node --experimental-vm-modules --disable-warning=ExperimentalWarning';

/** The projects that own the files, such as `libs/envs`. */
function projectsOf(files) {
  const roots = files.map((file) => relative(import.meta.dirname, file).match(/^(?:libs|apps|tools)\/[^/]+/)?.[0]);
  return [...new Set(roots)].filter((root) => root !== undefined);
}

function nameOf(root) {
  return JSON.parse(readFileSync(`${import.meta.dirname}/${root}/package.json`, 'utf8')).nx.name;
}

function quoted(files) {
  return files.map((file) => JSON.stringify(file)).join(' ');
}

/** Lint, types and unit tests of the projects that changed. */
function check(files) {
  const projects = projectsOf(files);
  if (projects.length === 0) return [];
  const typed = projects.map((root) => `${root}/tsconfig.json`).join(' ');
  return [
    `oxlint --type-aware --deny-warnings ${quoted(files)}`,
    `tsc -b ${typed}`,
    `${node} node_modules/jest/bin/jest.js --selectProjects ${projects.map(nameOf).join(' ')} ` +
      `--testPathIgnorePatterns /node_modules/ /dist/ /out-tsc/ /tests/integration/ /tests/browser/ ` +
      `--passWithNoTests --findRelatedTests ${quoted(files)}`,
  ];
}

export default {
  '*.{js,json,md,yml,yaml}': 'oxfmt --no-error-on-unmatched-pattern',
  '*.ts': (files) => [`oxfmt --no-error-on-unmatched-pattern ${quoted(files)}`, ...check(files)],
};
