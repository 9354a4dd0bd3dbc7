/** Closes a run with one plain line that any program can read: `12 passed, 0 failed, 1 skipped`. */
export default class PlainSummaryReporter {
  onRunComplete(_contexts, results) {
    const broken = results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : '';
    process.stderr.write(`\n${results.numPassedTests} passed, ${results.numFailedTests + broken} failed${skipped}\n`);
  }
}
