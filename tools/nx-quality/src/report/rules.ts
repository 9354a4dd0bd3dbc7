import type { FindingKind } from '../findings/finding.ts';

/** What each kind of finding means, in a sentence. */
export const rules: Readonly<Record<FindingKind, string>> = {
  'unused-export': 'An export that nobody imports.',
  'unreached-file': 'A file that no entry reaches.',
  island: 'Files that only reach each other.',
  'test-only': 'Code that only tests use.',
  'dead-test': 'A test that reaches no living code.',
  'unused-dependency': 'A dependency that nobody uses.',
  'undeclared-import': 'An import that no package.json declares.',
  'unused-member': 'A member of a class or enum that nobody uses.',
  duplicate: 'Code that stands in two places.',
  print: 'A call of the console that was left behind.',
  'legacy-import': 'Something that was removed is used again.',
  unguarded: 'Background work outside of a guard.',
};
