import { fileURLToPath } from 'node:url';
import type { Stryker } from '@stryker-mutator/core';
import type { Subject } from './subjects.ts';

export type StrykerOptions = ConstructorParameters<typeof Stryker>[0];

/** What is kept between runs, in the workspace's root; the sandboxes are there too, so that they find its packages. */
const KEPT = '../../.mutation';

const NO_UNIT_TESTS = ['/node_modules/', '/dist/', '/out-tsc/', '/tests/integration/', '/tests/browser/'];

/** For a Stryker whose working folder is the subject's: one test runner, and unit tests alone; of `only` some files on demand. */
export function strykerOptions({ name, files, leftOut }: Subject, only?: string): StrykerOptions {
  return {
    mutate: [
      ...(only === undefined ? files : [only]),
      '!src/**/*.test.ts',
      '!src/testing/**',
      ...leftOut.flatMap((each) => each.files).map((glob) => `!${glob}`),
    ],
    ignorePatterns: ['dist', 'out-tsc'],
    tempDirName: KEPT,
    concurrency: 1,
    coverageAnalysis: 'perTest',
    // Which tests come by what runs when a module is loaded, nobody knows: each would take all tests.
    ignoreStatic: true,
    incremental: true,
    incrementalFile: `${KEPT}/${name}.json`,
    plugins: [import.meta.resolve('@stryker-mutator/jest-runner')],
    testRunner: 'jest',
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    // A mutant of an endless loop allocates: a new runner in time rather than a machine without memory.
    maxTestRunnerReuse: 200,
    jest: {
      projectType: 'custom',
      config: {
        preset: '@cartwheel/jest-preset',
        testRunner: fileURLToPath(new URL('jest-circus-for-mutants.js', import.meta.url)),
        testSequencer: fileURLToPath(new URL('killers-first.js', import.meta.url)),
        testPathIgnorePatterns: [
          ...NO_UNIT_TESTS,
          ...leftOut.flatMap(({ tests = [] }) => tests).map((path) => `/${path}$`),
        ],
      },
    },
    // Types are checked by the compiler, before and apart.
    disableTypeChecks: false,
    allowConsoleColors: false,
    reporters: ['clear-text', 'html', 'progress-append-only'],
    clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
    htmlReporter: { fileName: `${KEPT}/${name}.html` },
    thresholds: { high: 100, low: 0, break: null },
  };
}
