import type { ModuleIndex } from '../../liveness/module-index.ts';

/** Groups of unreached files that import each other in a circle, by each of their members. */
export function findIslands(files: readonly string[], index: ModuleIndex): Map<string, readonly string[]> {
  const unreached = new Set(files);
  const importsOf = (file: string): string[] =>
    (index.facts(file)?.edges ?? [])
      .flatMap(({ specifier }) => index.targets(file, specifier))
      .filter((target) => unreached.has(target));
  const islands = new Map<string, readonly string[]>();
  for (const component of stronglyConnected(files, importsOf)) {
    if (component.length > 1) for (const file of component) islands.set(file, component.toSorted());
  }
  return islands;
}

/** Tarjan's algorithm (SIAM Journal on Computing 1, 1972): each file in exactly one component. */
function stronglyConnected(files: readonly string[], next: (file: string) => readonly string[]): string[][] {
  const order = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const components: string[][] = [];

  const visit = (file: string): number => {
    const own = order.size;
    order.set(file, own);
    stack.push(file);
    onStack.add(file);
    let low = own;
    for (const target of next(file)) {
      if (!order.has(target)) low = Math.min(low, visit(target));
      else if (onStack.has(target)) low = Math.min(low, order.get(target) ?? low);
    }
    if (low === own) {
      const component = stack.splice(stack.indexOf(file));
      for (const member of component) onStack.delete(member);
      components.push(component);
    }
    return low;
  };
  for (const file of files) if (!order.has(file)) visit(file);
  return components;
}
