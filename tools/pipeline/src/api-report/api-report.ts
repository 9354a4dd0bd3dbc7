import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import type { Entry, PublishedPackage } from '../published-packages.ts';

const COMPILER_OPTIONS = {
  module: 'nodenext',
  target: 'es2022',
  lib: ['es2023', 'dom', 'esnext.disposable', 'esnext.decorators'],
  types: ['node'],
  strict: true,
  skipLibCheck: true,
};

/** Of each package a page with what its entry points export: names, parameters, members, types. Reads what a build wrote. */
export async function apiReports(packages: readonly PublishedPackage[]): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'cartwheel-api-'));
  try {
    const files = packages.flatMap(({ entries }) => entries.map(({ declarations }) => declarations));
    let state: CompilerState | undefined;
    const reports = packages.map((each): [string, string] => {
      const sections = each.entries.map((entry) => {
        const config = extractorConfig({ package: each, entry, files, reportFolder: folder });
        // All entry points are read as one program: reading them one by one takes a minute.
        state ??= CompilerState.create(config, { additionalEntryPoints: files });
        return `## ${entry.specifier}\n\n${declarationsOf(config, state)}`;
      });
      return [each.name, `# What ${each.entries[0].specifier} exports\n\n${HEADER}\n\n${sections.join('\n')}`];
    });
    return new Map(reports);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const HEADER = 'Written by `npm run api`; a change here is a change for who uses the package.';

interface ExtractorInput {
  package: PublishedPackage;
  entry: Entry;
  files: string[];
  reportFolder: string;
}

function extractorConfig({ package: { folder }, entry, files, reportFolder }: ExtractorInput): ExtractorConfig {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, 'package.json'),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: entry.declarations,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions: COMPILER_OPTIONS, files } },
      apiReport: {
        enabled: true,
        reportFileName: 'entry.api.md',
        reportFolder,
        reportTempFolder: reportFolder,
        // A type that is not exported but that an export is made of.
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
    },
  });
}

function declarationsOf(config: ExtractorConfig, compilerState: CompilerState): string {
  const errors: string[] = [];
  Extractor.invoke(config, {
    localBuild: true,
    compilerState,
    messageCallback: (message) => {
      if (message.logLevel === ExtractorLogLevel.Error) errors.push(message.text);
      // Comments and what they say are for the documentation's checks.
      message.handled = true;
    },
  });
  if (errors.length > 0) throw new Error(`${config.mainEntryPointFilePath}: ${errors.join('\n')}`);
  const report = readFileSync(config.reportFilePath, 'utf8');
  // What anything says, and whether it does, is the documentation's matter.
  return report
    .slice(report.indexOf('```ts'))
    .replaceAll(/^ *\/\/ \((undocumented|No @packageDocumentation comment.*)\)\n/gm, '');
}
