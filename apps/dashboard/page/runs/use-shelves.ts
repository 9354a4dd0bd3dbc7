import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { emptied, shelved, type Shelf, type Shelving } from '../../src/api/shelf.schema.ts';
import { fetchJson } from '../fetch-json.ts';

/** What was just done to runs. */
export interface ShelfNotice {
  text: string;
  undo: (() => void) | undefined;
}

const DONE: Readonly<Record<Shelf, string>> = { table: 'taken back', archive: 'archived', trash: 'put in the trash' };

/** Puts runs away and takes them back. */
export function useShelves(): {
  notice: ShelfNotice | undefined;
  put: (runIds: readonly string[], to: Shelf) => void;
  emptyTrash: () => void;
} {
  const queries = useQueryClient();
  const [notice, setNotice] = useState<ShelfNotice>();
  const say = (text: string, undo?: () => void): void => setNotice({ text, undo });

  /** Shows what it says, also where it is a failure, and the table as it is then. */
  async function run(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
    await queries.invalidateQueries({ queryKey: ['runs'] });
  }

  async function undo(before: readonly Shelving[]): Promise<void> {
    for (const each of before) await move(each);
    say('Undone.');
  }

  return {
    notice,
    put: (runIds, to) =>
      void run(async () => {
        const before = await move({ runIds: [...runIds], to });
        const count = before.reduce((sum, each) => sum + each.runIds.length, 0);
        if (count === 0) say('These runs are trained elsewhere: only runs of this folder can be put away.');
        else say(`${count} ${count === 1 ? 'run' : 'runs'} ${DONE[to]}.`, () => void run(() => undo(before)));
      }),
    emptyTrash: () =>
      void run(async () => {
        const { deleted, kept } = await fetchJson('/api/trash/empty', emptied, {});
        const rest = kept.length === 0 ? '' : ` ${kept.length} are being trained: stop them first.`;
        // What is gone is among no changes.
        queries.removeQueries({ queryKey: ['runs'] });
        say(`${deleted.length} runs deleted for good.${rest}`);
      }),
  };
}

/** Gives where they stood before. */
async function move(body: Shelving): Promise<Shelving[]> {
  return (await fetchJson('/api/shelf', shelved, body)).before;
}
