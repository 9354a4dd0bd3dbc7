import type { Tree } from '@nx/devkit';
import { QualityError } from '../../quality-error.ts';

/** Where a line goes in a file that people keep by hand. */
export interface Insertion {
  readonly path: string;
  /** The first line that matches is the neighbour. */
  readonly at: RegExp;
  readonly where: 'before' | 'after';
  readonly text: string;
}

/**
 * Adds a line beside its neighbour.
 *
 * @throws QualityError `quality/wrong-use` where there is no such line, or the name is taken.
 */
export function insertLine(tree: Tree, { path, at, where, text }: Insertion): void {
  const lines = (tree.read(path, 'utf8') ?? '').split('\n');
  const index = lines.findIndex((line) => at.test(line));
  if (index < 0) {
    throw new QualityError('quality/wrong-use', `Expected a line like ${at.source} in ${path}; add by hand: ${text}`);
  }
  lines.splice(where === 'before' ? index : index + 1, 0, text);
  tree.write(path, lines.join('\n'));
}

/** @throws QualityError `quality/wrong-use` where something of this name is there already. */
export function refuseTaken(tree: Tree, path: string): void {
  if (!tree.exists(path)) return;
  throw new QualityError('quality/wrong-use', `Expected a new name, but ${path} is there already.`);
}

/** A line of its own at the head of what is not released. */
export function addToChangelog(tree: Tree, text: string): void {
  insertLine(tree, { path: 'CHANGELOG.md', at: /^- /, where: 'before', text: `- ${text}` });
}
