import { ts } from 'ts-morph';
import type { MemberFact } from './module-facts.ts';

/** The members of a class or enum that others could use: no private ones, no constructors, no overrides. */
export function membersOf(
  node: ts.Node,
  owner: string,
  position: (node: ts.Node) => { line: number; column: number },
): MemberFact[] {
  if (ts.isEnumDeclaration(node)) {
    return node.members.flatMap(({ name }) =>
      ts.isIdentifier(name) || ts.isStringLiteral(name) ? [{ owner, name: name.text, ...position(name) }] : [],
    );
  }
  if (!ts.isClassDeclaration(node)) return [];
  return node.members.flatMap((member) => {
    const name = usableName(member);
    return name === undefined ? [] : [{ owner, name: name.text, ...position(name) }];
  });
}

const HIDDEN = new Set([
  ts.SyntaxKind.PrivateKeyword,
  ts.SyntaxKind.ProtectedKeyword,
  ts.SyntaxKind.OverrideKeyword,
  ts.SyntaxKind.AbstractKeyword,
]);

function usableName(member: ts.ClassElement): ts.Identifier | undefined {
  if (member.name === undefined || !ts.isIdentifier(member.name)) return undefined;
  if (ts.canHaveModifiers(member) && ts.getModifiers(member)?.some(({ kind }) => HIDDEN.has(kind))) return undefined;
  if (ts.canHaveDecorators(member) && ts.getDecorators(member)?.length) return undefined;
  return member.name;
}
