import { afterAll, afterEach, beforeAll, beforeEach, describe } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { browserProgram } from './browser-program.ts';

const HOW_TO_GET_IT = 'Install it with `apt-get install chromium`, or name one in CARTWHEEL_CHROMIUM.';
const START_TIMEOUT_MS = 120_000;

/**
 * A `describe` whose tests have an empty page of Chromium each; `page()` gives it inside hooks and tests. The browser is
 * gone after the last.
 *
 * Where no Chromium is installed the tests are skipped with a line that says how to get it; where `CI=true` they fail.
 */
export function describeInBrowser(name: string, define: (page: () => Page) => void): void {
  const program = browserProgram();
  const runs = program !== undefined || process.env['CI'] === 'true';
  if (!runs) process.stderr.write(`Skipped "${name}": no Chromium in PATH. ${HOW_TO_GET_IT}\n`);
  const suite = runs ? describe : describe.skip;
  suite(name, () => {
    let browser: Browser | undefined;
    let page: Page | undefined;
    beforeAll(async () => {
      browser = await launch(program);
    }, START_TIMEOUT_MS);
    beforeEach(async () => {
      page = await browser?.newPage();
    });
    afterEach(() => page?.close());
    afterAll(() => browser?.close());
    define(() => page ?? notOpen());
  });
}

function launch(program: string | undefined): Promise<Browser> {
  if (program === undefined) throw new Error(`Expected Chromium in PATH, found none. ${HOW_TO_GET_IT}`);
  // Its sandbox does not run as root or in a container; only our own code is loaded.
  return chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

function notOpen(): never {
  throw new Error('A page is open only during the tests: call page() inside a hook or a test.');
}
