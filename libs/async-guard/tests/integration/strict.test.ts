import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const run = promisify(execFile);

/** In a process of its own: Jest would catch what goes unhandled. */
async function runFixture(name: string, ...flags: string[]): Promise<string> {
  const file = fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
  const settings = ['--unhandled-rejections=strict', '--conditions=@cartwheel/source', '--import', 'tsx', ...flags];
  const { stdout } = await run(process.execPath, [...settings, file], { env: { ...process.env, NODE_OPTIONS: '' } });
  return stdout;
}

describe('under --unhandled-rejections=strict', () => {
  it('every known trap holds, and nothing goes unhandled', async () => {
    const held = (await runFixture('known-traps.ts')).trim().split('\n');

    expect(held).toHaveLength(12);
    expect(held).toContain('cancel racing with start');
  });

  it('listeners, timers and heap are as before after a million calls', async () => {
    const { before, after } = JSON.parse(await runFixture('million-calls.ts', '--expose-gc'));

    expect({ ...after, heapMb: 0 }).toEqual({ ...before, heapMb: 0 });
    expect(after).toMatchObject({ listeners: 0, timers: 0, tasks: 0 });
    expect(after.heapMb - before.heapMb).toBeLessThan(1);
  }, 300_000);
});
