import { existsSync, readdirSync, readFileSync } from 'node:fs';

const projectRoots = ['libs', 'apps', 'tools'].flatMap((folder) =>
  readdirSync(folder).map((name) => `${folder}/${name}`),
);

/** The name that Nx knows it by. */
function nameOf(root) {
  return JSON.parse(readFileSync(`${root}/package.json`, 'utf8')).nx.name;
}

export default {
  projects: projectRoots
    .filter((root) => existsSync(`${root}/tsconfig.test.json`))
    .map((root) => ({
      preset: '@cartwheel/jest-preset',
      displayName: nameOf(root),
      rootDir: `<rootDir>/${root}`,
    })),
  reporters: ['default', '<rootDir>/tools/jest-preset/plain-summary-reporter.js'],
  // For a test that hangs. How long one takes on a loaded machine says nothing of the code.
  testTimeout: 180_000,
  maxWorkers: 2,
};
