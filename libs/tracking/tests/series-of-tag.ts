/** Back from a tag of TensorBoard's: `name (key=value, key=value)`. */
export function seriesOf(tag: string): { name: string; context: Record<string, string> } {
  const [, name = tag, pairs = ''] = /^(.*?)(?: \((.*)\))?$/.exec(tag) ?? [];
  const entries = pairs === '' ? [] : pairs.split(', ').map((pair) => pair.split('='));
  return { name, context: Object.fromEntries(entries) };
}
