import { describe, expect, it } from '@jest/globals';
import { createMemoryWorkspace } from '../../../tests/memory-workspace.ts';
import { defaultUnguardedSettings } from '../leftovers-settings.ts';
import { findUnguarded } from './find-unguarded.ts';

async function symbolsIn(code: string, path = 'libs/a/src/a.ts'): Promise<(string | undefined)[]> {
  const workspace = createMemoryWorkspace({ 'libs/a/package.json': { name: 'a' }, [path]: code });
  const findings = await findUnguarded(workspace, defaultUnguardedSettings);
  return findings.map(({ symbol }) => symbol);
}

describe('findUnguarded', () => {
  it.each([
    ['a promise that nobody waits for', `void save();`, ['void save']],
    ['a chain of promises', `void save().then(done);`, ['void save']],
    ['a timer', `setInterval(() => look(), 10);`, ['setInterval']],
    ['a timer of globalThis', `globalThis.setTimeout(look, 10);`, ['setTimeout']],
    ['a timer once, whatever its callback starts', `setInterval(() => void look(), 10);`, ['setInterval']],
    ['an immediate', `setImmediate(look);`, ['setImmediate']],
    ['each of two', `void a(); void b();`, ['void a', 'void b']],
    ['what a class starts', `class A { go() { void this.#run(); } }`, ['void #run']],
  ])('finds %s', async (_, code, symbols) => expect(await symbolsIn(code)).toEqual(symbols));

  it.each([
    ['a promise that a guard gives', `const save = guard(f, {}); void save();`],
    ['a guard of a field', `class A { #save = guard(f); go() { void this.#save(); } }`],
    ['a guard in a field', `class A { constructor() { this.save = guard(f); } go() { void this.save(); } }`],
    ['a task of a scope', `void scope.spawn('beat', beat);`],
    ['what runs in a guard', `guard(async () => { setTimeout(look, 1); void save(); });`],
    [
      'a timer that calls what a guard gave',
      `const look = guard(f); setInterval(() => void look(), 10); setTimeout(look, 1);`,
    ],
    ['a timer of a guard', `setTimeout(guard(f), 10);`],
    ['a wait', `await new Promise((resolve) => { setTimeout(resolve, 10); });`],
    [
      'a promise whose failure goes somewhere',
      `void save().catch(report); setInterval(() => void save().catch(report), 10);`,
    ],
    ['a value that is dropped', `const add = (x: number) => void set.add(x); void 0;`],
    ['a timer of another object', `page.setTimeout(10);`],
    ['a comment with a reason', `// quality-ignore unguarded -- ends with the process\nvoid save();`],
    ['words in a text', `console.log('void save() and setTimeout');`],
  ])('leaves %s alone', async (_, code) => expect(await symbolsIn(code)).toEqual([]));

  it('leaves tests alone', async () => {
    expect(await symbolsIn('void save();', 'libs/a/src/a.test.ts')).toEqual([]);
    expect(await symbolsIn('void save();', 'libs/a/tests/a.ts')).toEqual([]);
  });

  it('numbers what repeats, so that identities stay apart', async () => {
    const workspace = createMemoryWorkspace({
      'libs/a/package.json': { name: 'a' },
      'libs/a/a.tsx': 'void f();\nvoid f();',
    });
    expect(await findUnguarded(workspace, defaultUnguardedSettings)).toMatchObject([
      { id: 'unguarded libs/a/a.tsx#void f', project: 'a', line: 1, column: 1 },
      { id: 'unguarded libs/a/a.tsx#void f-2', project: 'a', line: 2, column: 1 },
    ]);
  });
});
