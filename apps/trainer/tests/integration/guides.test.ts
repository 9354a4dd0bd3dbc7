import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeBlocks, WORKSPACE, type CodeBlock } from '../pages/code-blocks.ts';

const GUIDES = 'docs/guides';
const guides = readdirSync(join(WORKSPACE, GUIDES)).filter((name) => name !== 'README.md');

/** Programs of this workspace by the names that its users have them under, unbuilt. */
const NPX = `#!/bin/sh
program=$1
shift
case $program in
  cartwheel) exec node "${WORKSPACE}/apps/trainer/bin/cartwheel.js" "$@" ;;
  tsx) exec node -C @cartwheel/source --import tsx "$@" ;;
  *) exec "${WORKSPACE}/node_modules/.bin/$program" "$@" ;;
esac
`;

let folder: string;
beforeAll(async () => {
  // Within the workspace, where the packages are found.
  await mkdir(join(WORKSPACE, 'tmp'), { recursive: true });
  folder = await mkdtemp(join(WORKSPACE, 'tmp', 'guides-'));
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin', 'npx'), NPX);
  await chmod(join(folder, 'bin', 'npx'), 0o755);
});
afterAll(() => rm(folder, { recursive: true }));

async function run(script: string, cwd: string): Promise<string> {
  const env = { ...process.env, PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter) };
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd, env });
  return stdout;
}

/** A file where it has a name, else commands. */
async function follow({ language, file, text }: CodeBlock, cwd: string): Promise<void> {
  if (file !== undefined) await writeFile(join(cwd, file), text);
  else if (language === 'sh') await run(text, cwd);
  else throw new Error(`Expected a file's name or a script, but this block is neither: ${text}`);
}

describe.each(guides)('the guide %s', (name) => {
  it('does what it says, block by block', async () => {
    const cwd = join(folder, name.replace('.md', ''));
    await mkdir(cwd);
    const blocks = codeBlocks(join(GUIDES, name)).filter(({ notRun }) => notRun === undefined);
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) await follow(block, cwd);
  });
});

it('a block that fails is a guide that fails', async () => {
  await expect(run('npx cartwheel runs show nobody', folder)).rejects.toMatchObject({ code: 2 });
});
