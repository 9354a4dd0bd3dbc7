import { expect, it } from '@jest/globals';
import { newCommand, newRun } from '../testing/broker-harness.ts';
import { EventFolder } from './event-folder.ts';
import { StateText } from './state-text.ts';
import { WatchCursor } from './watch-cursor.ts';

const corrupt = { code: 'broker/corrupt-document' };
const first = { ...newRun(), version: 1 };
const text = StateText.of(first);
const document = { type: 'state', version: 1, id: 'one', data: text.document(1) };
const patch = { type: 'patch', version: 2, id: 'two', data: '[]', from: 1, snapshot: 1 };
const command = { type: 'command', version: 3, id: 'three', data: JSON.stringify(newCommand('c')) };

it('is past the last event that it gave, and knows which one that was', () => {
  const cursor = new WatchCursor(0);
  expect([cursor.version, cursor.eventId, cursor.isCold]).toStrictEqual([0, undefined, true]);
  expect(cursor.pass([])).toStrictEqual([]);
  expect([cursor.version, cursor.eventId]).toStrictEqual([0, undefined]);
  expect(cursor.pass([document, patch, command]).map(({ type, version }) => [type, version])).toStrictEqual([
    ['state', 1],
    ['state', 2],
    ['command', 3],
  ]);
  expect([cursor.version, cursor.eventId, cursor.isCold]).toStrictEqual([3, 'three', false]);
});

it('folds what is before its place without giving it', () => {
  const cursor = new WatchCursor(1);
  expect(cursor.pass([patch], [document])).toMatchObject([{ type: 'state', version: 2 }]);
  expect(cursor.version).toBe(2);
});

it('jumps to a snapshot, and goes on from there', () => {
  const cursor = new WatchCursor(9);
  const state = { ...first, version: 5 };
  const jump = { version: 6, id: 'six', document: text.document(5) };
  expect(cursor.jump(jump)).toStrictEqual([{ type: 'snapshot', version: 6, state }]);
  expect([cursor.version, cursor.eventId, cursor.isCold]).toStrictEqual([6, 'six', false]);
  expect(cursor.pass([{ ...patch, version: 7, from: 5 }])).toMatchObject([{ type: 'state', version: 7 }]);
});

it.each([
  [[{ ...document, type: 'other' }], 'Expected a type of event, received "other".'],
  [[{ ...document, version: 4 }], 'Expected the document of version 4 from its event, received that of version 1.'],
  [[patch], 'Expected the document of version 1 before the patch of version 2, received none.'],
  [
    [document, { ...patch, version: 4, from: 3 }],
    'Expected the document of version 3 before the patch of version 4, received version 1.',
  ],
])('says what is damaged, and how: %#', (events, message) => {
  const folder = new EventFolder();
  const fold = (): unknown => events.map((event) => folder.fold(event));
  expect(fold).toThrow(expect.objectContaining({ ...corrupt, message }));
});
