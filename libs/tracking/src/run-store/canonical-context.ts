/** A context as JSON text with sorted keys: equal contexts give equal texts, whatever the order of their keys. */
export function canonicalContext(context: Readonly<Record<string, string>>): string {
  const entries = Object.entries(context);
  if (entries.length === 0) return '{}';
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
}
