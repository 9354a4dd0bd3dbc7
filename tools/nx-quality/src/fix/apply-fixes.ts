import { applyEdits, modify, parse } from 'jsonc-parser';
import { isObject } from '../workspace/read-json.ts';
import { dependenciesIn, DEPENDENCY_FIELDS } from '../workspace/package-manifest.ts';
import type { Finding } from '../findings/finding.ts';
import type { SourceTree } from '../workspace/source-tree.ts';
import { removeExports } from './remove-exports.ts';

/** The texts of the files that a set of findings concerns, once they are fixed; undefined deletes a file. */
export function applyFixes(findings: readonly Finding[], tree: SourceTree): ReadonlyMap<string, string | undefined> {
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.fix !== undefined) byFile.set(finding.file, [...(byFile.get(finding.file) ?? []), finding]);
  }
  return new Map([...byFile].map(([file, own]) => [file, fixedText(file, tree.read(file) ?? '', own)]));
}

function fixedText(file: string, text: string, findings: readonly Finding[]): string | undefined {
  if (findings.some(({ fix }) => fix === 'delete')) return undefined;
  const dependencies = findings.filter(({ kind }) => kind === 'unused-dependency');
  if (dependencies.length > 0)
    return withoutDependencies(
      text,
      dependencies.map(({ symbol = '' }) => symbol),
    );
  return removeExports(file, text, findings);
}

/** Leaves the rest of a package.json as it is written. */
function withoutDependencies(text: string, names: readonly string[]): string {
  const manifest: unknown = parse(text);
  const paths = names.flatMap((name) =>
    DEPENDENCY_FIELDS.filter((field) => isObject(manifest) && dependenciesIn(manifest, field).includes(name)).map(
      (field) => [field, name],
    ),
  );
  return paths.reduce((before, path) => applyEdits(before, modify(before, path, undefined, {})), text);
}
