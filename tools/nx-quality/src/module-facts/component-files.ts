/** Files of other languages that hold modules: their scripts are read, and their templates may use all that these name. */
const COMPONENT = /\.(?:vue|svelte|astro|mdx)$/;

export function isComponentFile(path: string): boolean {
  return COMPONENT.test(path);
}

/** What the compiler gets of a file: the script in a component, with lines and columns as they are there. */
export function scriptOf(path: string, text: string): string {
  if (!isComponentFile(path)) return text;
  return blankOutside(text, path.endsWith('.mdx') ? moduleLines(text) : scriptRanges(path, text));
}

/** The name under which the compiler parses it: by that it knows the language. */
export function scriptNameOf(path: string, text: string): string {
  if (!isComponentFile(path)) return path;
  return /<script\b[^>]*\blang=["']?[jt]sx/.test(text) ? `${path}.tsx` : `${path}.ts`;
}

type Range = readonly [start: number, end: number];

function scriptRanges(path: string, text: string): Range[] {
  const scripts = [...text.matchAll(/(<script\b[^>]*>)([\s\S]*?)<\/script>/g)].map(
    ({ index, 1: open = '', 2: script = '' }): Range => [index + open.length, index + open.length + script.length],
  );
  const fence = path.endsWith('.astro') ? /^\s*---\r?\n([\s\S]*?)^---/m.exec(text) : null;
  if (fence === null) return scripts;
  const start = fence.index + fence[0].indexOf('\n') + 1;
  return [[start, start + (fence[1]?.length ?? 0)], ...scripts];
}

/** In MDX whole statements stand between paragraphs; only imports matter there. */
function moduleLines(text: string): Range[] {
  return [...text.matchAll(/^import\s[^;]*?\bfrom\s+["'][^"']+["'];?|^import\s+["'][^"']+["'];?/gm)].map(
    ({ index, 0: statement }): Range => [index, index + statement.length],
  );
}

function blankOutside(text: string, ranges: readonly Range[]): string {
  let end = 0;
  const parts = ranges.flatMap(([from, to]) => {
    const before = blank(text.slice(end, from));
    end = to;
    return [before, text.slice(from, to)];
  });
  return parts.join('') + blank(text.slice(end));
}

function blank(text: string): string {
  return text.replaceAll(/[^\r\n]/g, ' ');
}
