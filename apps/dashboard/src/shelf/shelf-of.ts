import type { Shelf } from '../api/shelf.schema.ts';

/** A run's place is kept as a tag, which every reader of the store sees and no reader trips over. */
const TAG_OF: Readonly<Record<Exclude<Shelf, 'table'>, string>> = { archive: 'archived', trash: 'deleted' };
const TAGS: ReadonlySet<string> = new Set(Object.values(TAG_OF));

export function shelfOf(tags: readonly string[]): Shelf {
  if (tags.includes(TAG_OF.trash)) return 'trash';
  return tags.includes(TAG_OF.archive) ? 'archive' : 'table';
}

/** The tags that somebody gave it. */
export function ownTags(tags: readonly string[]): string[] {
  return tags.filter((tag) => !TAGS.has(tag));
}

export function tagsOn(shelf: Shelf, tags: readonly string[]): string[] {
  return shelf === 'table' ? ownTags(tags) : [...ownTags(tags), TAG_OF[shelf]];
}
