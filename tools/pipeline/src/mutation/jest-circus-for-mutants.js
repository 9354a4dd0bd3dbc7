// Jest's own runner of one test file, made quick for mutants: a file without any test that is asked for is not even loaded
// (Stryker names tests, and Jest would load each file to look for them), nothing runs once a test has failed, and a test hangs when
// it takes far longer than it did without a mutant.
// Stryker wants `jest-circus` in the path of the runner.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEmptyTestResult } from '@jest/test-result';
import circus from 'jest-circus/runner';

/** A test that took less may still take this long, in milliseconds: machines have pauses. */
const LEAST_PATIENCE_MS = 1500;
/** How many times as long as without a mutant a test may take. */
const PATIENCE = 20;
/** Code that counts who comes by is slower, above all beside other work: how many times as long a test may take there. */
const PATIENCE_OF_COUNTING = 10;

/** By file, by name: what each test took, in milliseconds. Kept in the sandbox, as Stryker replaces the process now and then. */
let tookByFile = {};
/** The mutant for which a test has failed last. */
let killed;

export default async function runTestFile(globalConfig, config, environment, runtime, testPath, ...others) {
  const kept = join(config.rootDir, 'tests-took.json');
  const run = () => circus.default(globalConfig, config, environment, runtime, testPath, ...others);
  const mutant = process.env['__STRYKER_ACTIVE_MUTANT__'];
  if (mutant === undefined) {
    onTestStart(environment, (test, timeout) => (test.timeout = PATIENCE_OF_COUNTING * timeout));
    const result = await run();
    tookByFile[testPath] = Object.fromEntries(result.testResults.map(({ fullName, duration }) => [fullName, duration]));
    writeFileSync(kept, JSON.stringify(tookByFile));
    return result;
  }
  if (Object.keys(tookByFile).length === 0 && existsSync(kept)) tookByFile = JSON.parse(readFileSync(kept, 'utf8'));
  const took = tookByFile[testPath];
  if (killed === mutant || !isAskedFor(took, globalConfig.testNamePattern)) return skippedFile();
  endEarly(environment, took ?? {});
  const result = await run();
  if (result.numFailingTests > 0) killed = mutant;
  return result;
}

/** Jest takes a file without any test for a broken one. */
function skippedFile() {
  const result = createEmptyTestResult();
  const skipped = { ancestorTitles: [], failureMessages: [], fullName: '', status: 'pending', title: '' };
  return { ...result, numPendingTests: 1, testResults: [skipped] };
}

/** A file that is not known is. */
function isAskedFor(took, pattern) {
  if (took === undefined || pattern === undefined || pattern === '') return true;
  const wanted = new RegExp(pattern, 'i');
  return Object.keys(took).some((name) => wanted.test(name));
}

function endEarly(environment, took) {
  let hasFailed = false;
  listen(environment, ({ name }) => {
    if (name === 'test_fn_failure') hasFailed = true;
  });
  onTestStart(environment, (test, timeout) => {
    if (hasFailed) test.mode = 'skip';
    test.timeout = Math.min(timeout, Math.max(LEAST_PATIENCE_MS, PATIENCE * (took[fullName(test)] ?? Infinity)));
  });
}

/** `prepare` gets the test and what it may take, in milliseconds. */
function onTestStart(environment, prepare) {
  listen(environment, ({ name, test }, { testTimeout }) => {
    if (name === 'test_start') prepare(test, test.timeout ?? testTimeout);
  });
}

function listen(environment, listener) {
  const inner = environment.handleTestEvent;
  environment.handleTestEvent = async (event, state) => {
    await inner?.call(environment, event, state);
    listener(event, state);
  };
}

/** As Jest tells it: the titles down to the test's, without the root's. */
function fullName({ name, parent }) {
  return parent?.parent ? `${fullName(parent)} ${name}` : name;
}
