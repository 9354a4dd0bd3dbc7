import { ts } from 'ts-morph';

/** `{ a, b: c }` → a, b; undefined when a rest or a computed key takes what can't be listed. */
export function namesOfPattern(pattern: ts.ObjectBindingPattern): string[] | undefined {
  const names: string[] = [];
  for (const { dotDotDotToken, propertyName, name } of pattern.elements) {
    const key = propertyName ?? name;
    if (dotDotDotToken !== undefined || !(ts.isIdentifier(key) || ts.isStringLiteral(key))) return undefined;
    names.push(key.text);
  }
  return names;
}
