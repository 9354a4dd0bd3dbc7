import { describe, expect, it } from '@jest/globals';
import type { RunChanges, RunStore } from '../run-store/run-store.ts';
import { everyEntry, metricPoint } from './records.ts';
import { useSharedStore, type CreateOpenableStore } from './store-fixture.ts';

/** What relays live on: what changed behind a position, and cursors. */
export function describeChanges(create: CreateOpenableStore): void {
  describe('changes', () => {
    const freshRun = useSharedStore(create);

    it('come in the order of their writes, each once, however they are cut', async () => {
      const { store, runId } = await freshRun();
      const entries = everyEntry();
      for (let step = 0; step < 20; step++) {
        await store.appendPoints(runId, [metricPoint('a', step, step), metricPoint('b', step * 2, -step)]);
        if (step % 5 === 0) await store.appendEntry(runId, entries[step / 5]);
      }
      for (const limit of [1, 3, 7, 1000]) {
        const parts = await allChanges(store, runId, limit);
        const points = parts.flatMap((part) => part.points);
        expect(points).toHaveLength(40);
        expect(new Set(points.map(({ name, step }) => `${name}${step}`)).size).toBe(40);
        expect(parts.flatMap((part) => part.entries)).toEqual(entries.slice(0, 4));
        expect(Math.max(...parts.map((part) => part.points.length))).toBeLessThan(Math.min(limit + 2, 41));
      }
    });

    it('a point that was written again comes at its last place only', async () => {
      const { store, runId } = await freshRun();
      await store.appendPoints(runId, [metricPoint('a', 1, 1), metricPoint('a', 2, 2)]);
      await store.appendPoints(runId, [metricPoint('a', 3, 3)]);
      await store.appendPoints(runId, [metricPoint('a', 1, 10)]);
      const first = await store.changes(runId, { after: 0, limit: 1 });
      expect(first).toEqual({ position: 1, points: [metricPoint('a', 2, 2)], entries: [] });
      const rest = await store.changes(runId, { after: first.position });
      expect(rest).toEqual({ position: 3, points: [metricPoint('a', 1, 10), metricPoint('a', 3, 3)], entries: [] });
      expect(await store.changes(runId, { after: 3 })).toEqual({ position: 3, points: [], entries: [] });
    });

    it('go on behind the position of the last write', async () => {
      const { store, runId } = await freshRun();
      expect(await store.position(runId)).toBe(0);
      await store.appendPoints(runId, [metricPoint('a', 1, 1)]);
      const position = await store.position(runId);
      await store.appendPoints(runId, [metricPoint('a', 2, 2)]);
      expect((await store.changes(runId, { after: position })).points).toEqual([metricPoint('a', 2, 2)]);
    });

    it('large entries come a few at a time', async () => {
      const { store, runId } = await freshRun();
      const image = { ...everyEntry()[1], image: new Uint8Array(3_000_000) };
      for (let step = 0; step < 3; step++) await store.appendEntry(runId, { ...image, step });
      const parts = await allChanges(store, runId, 1000);
      expect(parts.map(({ entries }) => entries.map(({ step }) => step))).toEqual([[0], [1], [2]]);
    });

    it('of an unknown run there are none', async () => {
      const { store } = await freshRun();
      expect(await store.changes('nobody', { after: 0 })).toEqual({ position: 0, points: [], entries: [] });
      expect(await store.position('nobody')).toBe(0);
    });
  });

  describe('cursors', () => {
    const freshRun = useSharedStore(create);
    const mine = { owner: 'me', forMs: 60_000 };

    it('keep how far a tracker got, and what is left', async () => {
      const { store, runId } = await freshRun();
      await store.appendPoints(runId, [metricPoint('a', 1, 1), metricPoint('a', 2, 2)]);
      await store.appendPoints(runId, [metricPoint('a', 3, 3)]);
      expect(await store.claimCursor(runId, 't', mine)).toMatchObject({ position: 0, head: 2, pending: 3, state: {} });
      await store.saveCursor(runId, 't', { ...mine, position: 1, state: { low: -0, id: 'x' } });
      await store.saveCursor(runId, 't', { ...mine, error: 'away' });
      const kept = { tracker: 't', position: 1, pending: 1, state: { low: -0, id: 'x' }, error: 'away', owner: 'me' };
      expect(await store.cursors(runId)).toMatchObject([kept]);
    });

    it('belong to one owner, until the claim is given back or its owner is known to have ended', async () => {
      const { store, runId } = await freshRun();
      const taken = { code: 'tracking/cursor-taken' };
      await store.claimCursor(runId, 't', mine);
      await expect(store.claimCursor(runId, 't', { ...mine, owner: 'you' })).rejects.toMatchObject(taken);
      await expect(store.saveCursor(runId, 't', { ...mine, owner: 'you', position: 9 })).rejects.toMatchObject(taken);
      await store.claimCursor(runId, 't', { ...mine, owner: 'you', deadOwner: 'me' });
      await expect(store.saveCursor(runId, 't', { ...mine, position: 9 })).rejects.toMatchObject(taken);
      await store.saveCursor(runId, 't', { owner: 'you', forMs: 0, position: 4 });
      expect(await store.claimCursor(runId, 't', mine)).toMatchObject({ position: 4 });
    });

    it('can be claimed once the claim is over', async () => {
      const { store, runId } = await freshRun();
      await store.claimCursor(runId, 't', { owner: 'me', forMs: -1 });
      expect(await store.claimCursor(runId, 't', { owner: 'you', forMs: 1 })).toMatchObject({ owner: 'you' });
    });
  });
}

async function allChanges(store: RunStore, runId: string, limit: number): Promise<RunChanges[]> {
  const parts: RunChanges[] = [];
  for (;;) {
    const after = parts.at(-1)?.position ?? 0;
    const part = await store.changes(runId, { after, limit });
    if (part.position === after) return parts;
    parts.push(part);
  }
}
