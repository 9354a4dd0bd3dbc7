import { existsSync, readdirSync } from 'node:fs';

const projectRoots = ['libs', 'apps', 'tools'].flatMap((folder) =>
  readdirSync(folder).map((name) => ({ name, rootDir: `${folder}/${name}` })),
);

export default {
  projects: projectRoots
    .filter(({ rootDir }) => existsSync(`${rootDir}/tsconfig.test.json`))
    .map(({ name, rootDir }) => ({
      preset: '@cartwheel/jest-preset',
      displayName: name,
      rootDir: `<rootDir>/${rootDir}`,
    })),
  reporters: ['default', '<rootDir>/tools/jest-preset/plain-summary-reporter.js'],
  testTimeout: 30_000,
  maxWorkers: 2,
};
