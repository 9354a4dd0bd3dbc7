const TEST_NAME = /[.-](?:test|spec|e2e|e2e-spec|cy|test-d|bench)\.[cm]?[jt]sx?$/;
const SUPPORT_NAME =
  /[.-](?:mock|fixture|stories|story)s?\.[cm]?[jt]sx?$|(?:^|\/)(?:test-setup|setup-tests?|jest[.-]setup|vitest[.-]setup)\b/i;
const SUPPORT_FOLDERS = new Set([
  'test',
  'tests',
  '__tests__',
  '__mocks__',
  '__fixtures__',
  'testing',
  'test-utils',
  'test-support',
  'e2e',
  'bench',
  'benchmarks',
  'cypress',
  'playwright',
]);

/** `e2e-utils`, `testing-helpers`, `shop-e2e`, `ui-testing` */
const SUPPORT_FOLDER =
  /^(?:e2e|test|testing)-(?:utils?|helpers?|support|kit|data|fixtures|setup)$|-(?:e2e|testing|test-utils)$/;

/** Whether a test runner starts the file itself. */
export function isTestFile(path: string): boolean {
  return TEST_NAME.test(path) || path.includes('__tests__/');
}

/** Whether the file exists for tests: a test, or what tests share. Its use by tests alone is no finding. */
export function isTestSupport(path: string): boolean {
  if (isTestFile(path) || SUPPORT_NAME.test(path)) return true;
  return path
    .split('/')
    .slice(0, -1)
    .some((folder) => SUPPORT_FOLDERS.has(folder) || SUPPORT_FOLDER.test(folder));
}
