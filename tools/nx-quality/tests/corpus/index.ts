import type { CorpusCase } from './corpus-case.ts';
import { dependencyCases } from './dependencies.corpus.ts';
import { exportCases } from './exports.corpus.ts';
import { fileCases } from './files.corpus.ts';
import { memberCases } from './members.corpus.ts';

/** Every case, by the part of the check that it asks. */
export const corpus: Readonly<Record<string, readonly CorpusCase[]>> = {
  exports: exportCases,
  files: fileCases,
  dependencies: dependencyCases,
  members: memberCases,
};
