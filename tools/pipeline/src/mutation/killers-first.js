// The order of test files for mutants: mutants come in the order of the code, and what killed the last ones kills the next, so
// that most need only the first file.

/** The files in which a test has failed, the last one first. */
let killers = [];

export default class KillersFirst {
  sort(tests) {
    return tests.toSorted((one, other) => rank(one.path) - rank(other.path));
  }

  cacheResults(_tests, { testResults }) {
    const failed = testResults
      .filter(({ numFailingTests }) => numFailingTests > 0)
      .map(({ testFilePath }) => testFilePath);
    if (failed.length > 0) killers = [...new Set([...failed, ...killers])];
  }
}

function rank(path) {
  const index = killers.indexOf(path);
  return index === -1 ? killers.length : index;
}
