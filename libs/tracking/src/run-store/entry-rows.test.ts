import { describe, expect, it } from '@jest/globals';
import { everyEntry, RED_PIXEL } from '../testing/records.ts';
import { fromEntryRow, toEntryRow } from './entry-rows.ts';
import type { RunEntry } from './run-entry.schema.ts';

const [text, image] = everyEntry();

describe('an entry as a row', () => {
  it.each(everyEntry())('is read back as it was: $kind', (entry) => {
    expect(fromEntryRow(toEntryRow(entry))).toEqual(entry);
  });

  it('has the bytes of an image apart, and the rest as texts', () => {
    expect(toEntryRow(image)).toEqual({
      kind: 'image',
      name: 'frame',
      context: '{"subset":"test"}',
      step: 2,
      time: 1_700_000_000_002,
      meta: '{"format":"png","width":1,"height":1,"caption":"red"}',
      body: RED_PIXEL,
    });
    expect(toEntryRow(text)).toMatchObject({ meta: '{"text":"Ünïcode\\nand a line"}', body: null });
  });

  const place = 'its name must not be empty, its step a whole number, its time milliseconds';
  it.each<[Record<string, unknown>, string]>([
    [{ name: '' }, `The text '' was not taken: ${place}.`],
    [{ step: 0.5 }, `The text 'note' was not taken: ${place}.`],
    [{ step: -1 }, `The text 'note' was not taken: ${place}.`],
    [{ time: Number.NaN }, `The text 'note' was not taken: ${place}.`],
    [{ text: 5 }, "The text 'note' was not taken: text: "],
    [
      { kind: 'image', image: RED_PIXEL, format: 'png', width: 0, height: 1 },
      "The image 'note' was not taken: width: ",
    ],
    [{ kind: 'figure', figure: { a: { b: undefined, c: 5 } }, name: '' }, `The figure '' was not taken: ${place}.`],
    [{ kind: 'artifact', path: 'p', sha256: 'x', bytes: 1 }, 'sha256: expected 64 hexadecimal digits.'],
  ])('is refused for %j', (wrong, message) => {
    const entry: RunEntry = { ...text, ...wrong };
    expect(() => toEntryRow(entry)).toThrow(
      expect.objectContaining({ code: 'tracking/invalid-record', message: expect.stringContaining(message) }),
    );
  });

  it('may be of the first step', () => {
    expect(toEntryRow({ ...text, step: 0 })).toMatchObject({ step: 0 });
  });

  it.each([
    [{ meta: '{' }, 'JSON'],
    [{ meta: '[]' }, 'record'],
    [{ meta: '{"text":5}' }, 'string'],
    [{ kind: 'song' }, 'kind'],
    [{ context: '{"a":1}' }, 'string'],
  ])('of which no store of this version is the writer is refused: %j', (wrong, reason) => {
    const row = { ...toEntryRow(text), ...wrong };
    const start = `The ${row.kind} 'note' of step 1 cannot be read from the store: `;
    expect(() => fromEntryRow(row)).toThrow(
      expect.objectContaining({ code: 'tracking/corrupt-store', message: expect.stringContaining(start) }),
    );
    expect(() => fromEntryRow(row)).toThrow(reason);
    expect(() => fromEntryRow(row)).toThrow(expect.objectContaining({ cause: expect.anything() }));
  });

  it('is an image without bytes where those are missing', () => {
    expect(fromEntryRow({ ...toEntryRow(image), body: null })).toEqual({ ...image, image: new Uint8Array() });
  });
});
