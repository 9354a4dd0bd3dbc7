import { ReflectionKind, type DeclarationReflection, type ProjectReflection } from 'typedoc';

/** What packages export without saying what it is: `@cartwheel/broker: WatchOptions`. */
export function undocumentedExports(project: ProjectReflection): string[] {
  return (project.children ?? []).flatMap((found) => undocumentedIn(found, found.name));
}

function undocumentedIn(found: DeclarationReflection, place: string): string[] {
  if (found.kindOf([ReflectionKind.Module, ReflectionKind.Namespace])) {
    return (found.children ?? []).flatMap((child) => undocumentedIn(child, place));
  }
  // The same export at another entry point of its package.
  if (found.kindOf(ReflectionKind.Reference) || isDocumented(found)) return [];
  return [`${place}: ${found.name}`];
}

function isDocumented(found: DeclarationReflection): boolean {
  return found.hasComment() || (found.signatures ?? []).some((signature) => signature.hasComment());
}
