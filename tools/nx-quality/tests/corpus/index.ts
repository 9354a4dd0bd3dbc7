import { componentCases } from './components.corpus.ts';
import type { CorpusCase } from './corpus-case.ts';
import { dependencyCases } from './dependencies.corpus.ts';
import { entryCases } from './entries.corpus.ts';
import { exportCases } from './exports.corpus.ts';
import { fileCases } from './files.corpus.ts';
import { importCases } from './imports.corpus.ts';
import { memberCases } from './members.corpus.ts';
import { reexportCases } from './reexports.corpus.ts';
import { resolutionCases } from './resolution.corpus.ts';
import { testCases } from './tests.corpus.ts';

/** Every case, by the part of the check that it asks. */
export const corpus: Readonly<Record<string, readonly CorpusCase[]>> = {
  imports: importCases,
  exports: exportCases,
  reexports: reexportCases,
  resolution: resolutionCases,
  files: fileCases,
  entries: entryCases,
  tests: testCases,
  dependencies: dependencyCases,
  members: memberCases,
  components: componentCases,
};
