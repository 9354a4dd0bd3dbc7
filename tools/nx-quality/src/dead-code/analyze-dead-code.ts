import { compareFindings, type Finding } from '../findings/finding.ts';
import { noFactsCache, type FactsCache } from '../module-facts/facts-cache.ts';
import { readAllFacts, type FactsByPath } from '../module-facts/read-all-facts.ts';
import { createModuleIndex } from '../liveness/module-index.ts';
import { traceLiveness } from '../liveness/trace-liveness.ts';
import { QualityError } from '../quality-error.ts';
import { createResolver } from '../resolution/create-resolver.ts';
import { createGlobMatcher } from '../workspace/glob-matcher.ts';
import { createProjectLookup, type WorkspaceModel } from '../workspace/workspace-model.ts';
import type { DeadCodeContext } from './dead-code-context.ts';
import { defaultDeadCodeSettings, type DeadCodeSettings } from './dead-code-settings.ts';
import { findUndeclaredImports } from './dependencies/find-undeclared-imports.ts';
import { findUnusedDependencies } from './dependencies/find-unused-dependencies.ts';
import { findConfigFiles } from './entries/config-files.ts';
import { findEntries } from './entries/find-entries.ts';
import { findDeadExports } from './exports/find-dead-exports.ts';
import { findDeadMembers } from './exports/find-dead-members.ts';
import { findDeadFiles } from './files/find-dead-files.ts';
import { findDeadTests } from './files/find-dead-tests.ts';

/** What `analyzeDeadCode` takes. */
export interface DeadCodeOptions {
  /** Default `defaultDeadCodeSettings`, field by field. */
  readonly settings?: Partial<DeadCodeSettings>;
  /** Facts of files that did not change. Default: none kept. */
  readonly cache?: FactsCache;
}

/** The findings of a workspace, and the context they were found in, for `why`. */
export interface DeadCodeAnalysis {
  readonly findings: readonly Finding[];
  readonly context: DeadCodeContext;
}

/**
 * Finds dead code in a workspace: reads each file's facts, walks from the entries, and lists what the walk left out.
 *
 * @throws QualityError for a file that does not parse or a tsconfig that is broken.
 */
export async function analyzeDeadCode(
  workspace: WorkspaceModel,
  options: DeadCodeOptions = {},
): Promise<DeadCodeAnalysis> {
  const settings = { ...defaultDeadCodeSettings, ...options.settings };
  const isIgnored = settings.ignore.length === 0 ? undefined : createGlobMatcher(settings.ignore);
  const facts = await readAllFacts(workspace.tree, options.cache ?? noFactsCache, isIgnored);
  refuseSyntaxErrors(facts);
  const context = createContext(workspace, facts, settings);
  const findings = [
    ...findDeadFiles(context),
    ...findDeadExports(context),
    ...findDeadTests(context),
    ...findUnusedDependencies(context),
    ...findUndeclaredImports(context),
    ...(settings.members ? findDeadMembers(context) : []),
  ];
  const kept = findings.filter(({ file, line }) => facts.get(file)?.ignoredLines.includes(line) !== true);
  return { findings: kept.toSorted(compareFindings), context };
}

function createContext(workspace: WorkspaceModel, facts: FactsByPath, settings: DeadCodeSettings): DeadCodeContext {
  const resolver = createResolver(workspace);
  const configs = findConfigFiles(workspace);
  const index = createModuleIndex(facts, resolver);
  const entries = findEntries(workspace, facts, configs, resolver, settings);
  return {
    workspace,
    facts,
    configs,
    resolver,
    index,
    settings,
    entries,
    production: traceLiveness(
      entries.filter(({ group }) => group === 'production'),
      index,
    ),
    everything: traceLiveness(entries, index),
    projectOf: createProjectLookup(workspace.projects),
  };
}

function refuseSyntaxErrors(facts: FactsByPath): void {
  const broken = [...facts].flatMap(([path, { syntaxError }]) =>
    syntaxError === undefined ? [] : [`${path}:${syntaxError.line} ${syntaxError.message}`],
  );
  if (broken.length === 0) return;
  throw new QualityError(
    'quality/unparsable-file',
    `Expected files that parse, but found: ${broken.join('; ')}. Correct them, or leave them out by \`ignore\` in the settings.`,
  );
}
