import { findingId, type Finding, type FindingFix, type FindingKind } from '../../findings/finding.ts';
import type { ExportFact, ModuleFacts } from '../../module-facts/module-facts.ts';
import { isDeclarationFile } from '../../module-facts/source-files.ts';
import { isTestFile, isTestSupport } from '../entries/test-paths.ts';
import { ownerOf, type DeadCodeContext } from '../dead-code-context.ts';
import { isOnlyTested } from '../files/find-dead-files.ts';
import { originOf } from './origin-of.ts';

/** Exports that nobody imports, and exports that only tests do. */
export function findDeadExports(context: DeadCodeContext): Finding[] {
  const findings: Finding[] = [];
  for (const [file, facts] of context.facts) {
    if (!isChecked(file, facts, context)) continue;
    for (const fact of facts.exports) {
      const verdict = judge(file, facts, fact, context);
      if (verdict !== undefined) findings.push(exportFinding(context, file, fact, verdict));
    }
  }
  return findings;
}

interface Verdict {
  readonly kind: FindingKind;
  readonly message: string;
  readonly fix?: FindingFix;
}

function isChecked(file: string, facts: ModuleFacts, context: DeadCodeContext): boolean {
  if (isDeclarationFile(file) || isTestFile(file) || facts.isCommonJs) return false;
  return context.everything.isLoaded(file) && !isOnlyTested(file, context);
}

function judge(file: string, facts: ModuleFacts, fact: ExportFact, context: DeadCodeContext): Verdict | undefined {
  const { production, everything } = context;
  if (production.isExportAlive(file, fact.name)) return undefined;
  if (fact.local !== undefined && facts.declarations.get(fact.local)?.registersItself) return undefined;
  const runs = fact.local !== undefined && production.isDeclarationAlive(file, fact.local);
  if (everything.isExportAlive(file, fact.name)) {
    const isTool = context.entries.some((entry) => entry.file === file);
    if (runs || isTool || isTestSupport(file)) return undefined;
    return isPassedOn(file, facts, fact, context)
      ? undefined
      : { kind: 'test-only', message: `Only tests use ${fact.name}.` };
  }
  if (isReexport(facts, fact)) return judgeReexport(file, facts, fact, context);
  if (runs || (fact.local !== undefined && everything.isDeclarationAlive(file, fact.local))) {
    return isLeft(file, facts, fact, context)
      ? undefined
      : verdict(`Only its own file uses ${fact.name}: it need not be exported.`, 'unexport');
  }
  return verdict(`Nobody uses ${fact.name}.`);
}

function verdict(message: string, fix: FindingFix = 'remove'): Verdict {
  return { kind: 'unused-export', message, fix };
}

function isReexport(facts: ModuleFacts, { from, local }: ExportFact): boolean {
  return from !== undefined || (local !== undefined && facts.imports.has(local));
}

/** Where the thing itself is dead, its declaration has the finding; a way out that nobody takes has its own. */
function judgeReexport(
  file: string,
  facts: ModuleFacts,
  fact: ExportFact,
  context: DeadCodeContext,
): Verdict | undefined {
  return isPassedOn(file, facts, fact, context) ? undefined : verdict(`Nobody imports ${fact.name} from here.`);
}

function isPassedOn(file: string, facts: ModuleFacts, fact: ExportFact, context: DeadCodeContext): boolean {
  if (!isReexport(facts, fact)) return false;
  const origin = originOf(file, fact, context.index);
  if (origin === undefined) return false;
  return !context.production.isExportAlive(origin.file, origin.name);
}

function isLeft(file: string, facts: ModuleFacts, { local = '' }: ExportFact, context: DeadCodeContext): boolean {
  if (context.settings.exportsUsedInFile !== 'allow-signatures') return context.settings.exportsUsedInFile === 'ignore';
  return isNamedInSignature(file, facts, local, context);
}

/** Whether the signature of a living export of the file names a type, directly or by way of other types. */
function isNamedInSignature(
  file: string,
  { declarations, exports }: ModuleFacts,
  local: string,
  context: DeadCodeContext,
): boolean {
  const queue = exports.flatMap(({ name, local: own }) =>
    own !== undefined && context.everything.isExportAlive(file, name) ? [own] : [],
  );
  const seen = new Set(queue);
  for (const name of queue) {
    for (const named of declarations.get(name)?.signature ?? []) {
      if (named === local) return true;
      if (!seen.has(named)) queue.push(named);
      seen.add(named);
    }
  }
  return false;
}

function exportFinding(
  context: DeadCodeContext,
  file: string,
  { name, line, column }: ExportFact,
  { kind, message, fix }: Verdict,
): Finding {
  return {
    id: findingId(kind, file, name),
    kind,
    project: ownerOf(context, file),
    file,
    line,
    column,
    symbol: name,
    message,
    ...(fix !== undefined && { fix }),
  };
}
