import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const WORKSPACE = fileURLToPath(new URL('../../../..', import.meta.url));

/** A block of code in a page. */
export interface CodeBlock {
  language: string;
  /** What the fence says behind the language: of a guide's block, the file that it is. */
  file: string | undefined;
  text: string;
  /** Line of the fence in the page, from 1. */
  line: number;
  /** What `<!-- assumes … -->` above it declares: names that the page has spoken of. */
  assumes: string;
  /** Why `<!-- not run: … -->` above it says that it is not run. */
  notRun: string | undefined;
}

const FENCE = /^```(?<language>\w*)(?: (?<file>[\w./-]+))?$/;

/** All of a page, in order. Throws for a fence without an end. */
export function codeBlocks(page: string): CodeBlock[] {
  const lines = readFileSync(join(WORKSPACE, page), 'utf8').split('\n');
  const blocks: CodeBlock[] = [];
  for (let at = 0; at < lines.length; at++) {
    const { language, file } = FENCE.exec(lines[at])?.groups ?? {};
    if (language === undefined) continue;
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new Error(`${page}:${at + 1} begins a block that has no end.`);
    blocks.push({ language, file, text: lines.slice(at + 1, end).join('\n'), line: at + 1, ...noteAbove(lines, at) });
    at = end;
  }
  return blocks;
}

/** The comment that ends right above the fence, as readers do not see it. */
function noteAbove(lines: readonly string[], fence: number): Pick<CodeBlock, 'assumes' | 'notRun'> {
  let end = fence - 1;
  while (end >= 0 && lines[end]?.trim() === '') end -= 1;
  if (!lines[end]?.endsWith('-->')) return { assumes: '', notRun: undefined };
  let begin = end;
  while (begin > 0 && !lines[begin]?.startsWith('<!--')) begin -= 1;
  const note = lines
    .slice(begin, end + 1)
    .join('\n')
    .slice('<!--'.length, -'-->'.length)
    .trim();
  return {
    assumes: /^assumes\s(?<code>[^]*)$/.exec(note)?.groups?.['code'] ?? '',
    notRun: /^not run: (?<why>[^]+)$/.exec(note)?.groups?.['why'],
  };
}
