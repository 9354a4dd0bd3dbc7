import { findingId, type Finding } from '../../findings/finding.ts';
import { isComponentFile } from '../../module-facts/component-files.ts';
import { ownerOf, type DeadCodeContext } from '../dead-code-context.ts';
import { originOf } from './origin-of.ts';

/**
 * Members of exported classes and enums whose name no living file reads.
 * Goes by name: a member that shares its name with a used one of another class is not found.
 */
export function findDeadMembers(context: DeadCodeContext): Finding[] {
  const { facts, production } = context;
  const read = namesRead(context);
  const handedOut = classesHandedOut(context);
  return [...facts].flatMap(([file, { members }]) =>
    members
      .filter(({ owner, name }) => !read.has(name) && production.isDeclarationAlive(file, owner))
      .filter(({ owner }) => !handedOut.has(`${file}#${owner}`))
      .map(({ owner, name, line, column }): Finding => {
        const symbol = `${owner}.${name}`;
        const id = findingId('unused-member', file, symbol);
        const project = ownerOf(context, file);
        return { id, kind: 'unused-member', project, file, line, column, symbol, message: `Nobody uses ${symbol}.` };
      }),
  );
}

function namesRead({ facts, everything, workspace }: DeadCodeContext): Set<string> {
  const read = new Set<string>();
  const addWords = (text: string) => {
    for (const [word] of text.matchAll(/[A-Za-z_$][\w$]*/g)) read.add(word);
  };
  for (const [file, { propertyNames, strings }] of facts) {
    if (!everything.isLoaded(file)) continue;
    for (const name of propertyNames) read.add(name);
    // `template: '<p>{{ name }}</p>'`
    for (const text of strings) if (text.includes('<')) addWords(text);
  }
  // Templates name members as any word.
  for (const path of workspace.tree.paths) if (isTemplate(path)) addWords(workspace.tree.read(path) ?? '');
  return read;
}

function isTemplate(path: string): boolean {
  return path.endsWith('.html') || isComponentFile(path);
}

/** Classes and enums that entries export to users outside the workspace: all their members are public. */
function classesHandedOut({ entries, index }: DeadCodeContext): Set<string> {
  const handedOut = new Set<string>();
  const visit = (file: string, seen: ReadonlySet<string>): void => {
    if (seen.has(file)) return;
    const facts = index.facts(file);
    for (const fact of facts?.exports ?? []) {
      const origin = originOf(file, fact, index);
      if (origin !== undefined)
        handedOut.add(`${origin.file}#${index.export(origin.file, origin.name)?.local ?? origin.name}`);
    }
    for (const specifier of facts?.starExports ?? []) {
      for (const target of index.targets(file, specifier)) visit(target, new Set([...seen, file]));
    }
  };
  for (const { file, exports, group } of entries)
    if (exports === 'all' && group === 'production') visit(file, new Set());
  return handedOut;
}
