import { expect, it } from '@jest/globals';
import { ignoredLines } from './ignored-lines.ts';

it.each([
  ['its own line and the next of code', '// quality-ignore no-print -- a command\nprint();\nprint();', [1, 2]],
  ['a line of code that it ends', 'print(); // quality-ignore no-print -- a command\nnext();', [1, 2]],
  [
    'past comments and empty lines',
    '// quality-ignore no-print -- why\n\n  // more\n/* more\n * more\n */\nprint();',
    [1, 7],
  ],
  [
    'each of several',
    '// quality-ignore no-print -- a\none();\nmore();\n// quality-ignore no-print -- b\ntwo();',
    [1, 2, 4, 5],
  ],
  ['its own line alone where none follows', 'a();\n// quality-ignore no-print -- why\n', [2]],
  ['whatever space is between its words', '//  quality-ignore  no-print  --  why\nprint();', [1, 2]],
  ['nothing without a reason', '// quality-ignore no-print\nprint();', []],
  ['nothing where the reason is empty', '// quality-ignore no-print -- \nprint();', []],
  ['nothing of another check', '// quality-ignore dead-code -- why\nprint();', []],
  ['nothing where nothing says so', 'print();', []],
])('takes out %s', (_, text, lines) => {
  expect(ignoredLines('no-print', text)).toEqual(lines);
});
