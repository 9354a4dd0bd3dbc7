/**
 * Builds the documentation as static files into dist/docs: the guides and the pages of docs/, and of each package every
 * public export. Fails for an export that says nothing of itself, and for links that lead nowhere.
 * Run: `npm run docs:site`.
 */
import { fileURLToPath } from 'node:url';
import { Application } from 'typedoc';
import { undocumentedExports } from './undocumented-exports.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const at = (path: string): string => `${ROOT}${path}`;

const app = await Application.bootstrap({
  name: 'Cartwheel',
  entryPointStrategy: 'packages',
  entryPoints: ['libs/*', 'apps/dashboard', 'tools/nx-quality', 'tools/dev-services'].map(at),
  packageOptions: {
    tsconfig: 'tsconfig.lib.json',
    excludeInternal: true,
    excludePrivate: true,
    // `tsc -b` checks types.
    skipErrorChecking: true,
    validation: false,
  },
  readme: at('README.md'),
  projectDocuments: [
    'docs/guides/*.md',
    'docs/*.md',
    'docs/algorithms/*.md',
    'docs/adr/*.md',
    'docs/benchmarks/*.md',
  ].map(at),
  validation: { invalidLink: true, notDocumented: false, notExported: false },
  ignoredHighlightLanguages: ['mermaid'],
  out: at('dist/docs'),
  cleanOutputDir: true,
  // Nothing in the pages is of the day on which they were made.
  includeVersion: false,
  disableSources: true,
  logLevel: 'Warn',
});

const project = await app.convert();
if (project === undefined) throw new Error('The documentation could not be made: see the errors above.');
const undocumented = undocumentedExports(project);
app.validate(project);
await app.generateOutputs(project);
for (const each of undocumented) process.stderr.write(`${each} is exported and says nothing of itself.\n`);
// A link that leads nowhere is a warning.
if (undocumented.length > 0 || app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1;
