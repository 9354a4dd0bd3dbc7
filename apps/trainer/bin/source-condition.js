/**
 * A resolve hook that adds the export condition under which workspace packages give their TypeScript sources.
 *
 * @param {string} specifier
 * @param {{ conditions: string[] }} context
 * @param {(specifier: string, context: object) => any} nextResolve
 * @returns {any}
 */
export function resolve(specifier, context, nextResolve) {
  return nextResolve(specifier, { ...context, conditions: ['@cartwheel/source', ...context.conditions] });
}
