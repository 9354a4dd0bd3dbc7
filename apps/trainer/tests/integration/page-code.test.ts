import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeBlocks, WORKSPACE, type CodeBlock } from '../pages/code-blocks.ts';

const run = promisify(execFile);
const TSC = join(WORKSPACE, 'node_modules/.bin/tsc');

/** Blocks are no part of a build, and show what a program would go on to use. */
const SETTINGS = {
  extends: join(WORKSPACE, 'tsconfig.base.json'),
  compilerOptions: {
    composite: false,
    incremental: false,
    declaration: false,
    declarationMap: false,
    sourceMap: false,
    noEmit: true,
    noUnusedLocals: false,
    types: ['node'],
  },
  // What Node has and its types lack; a package that is built says it in its own.
  include: ['**/*.ts', join(WORKSPACE, 'libs/nn/src/wasm/web-assembly.d.ts')],
};

function pages(): string[] {
  const readmes = ['libs', 'apps', 'tools'].flatMap((group) =>
    readdirSync(join(WORKSPACE, group)).map((name) => `${group}/${name}/README.md`),
  );
  const docs = readdirSync(join(WORKSPACE, 'docs'), { recursive: true, encoding: 'utf8' })
    // What packages export is written down there as declarations, by a program: `npm run api:check` compares it.
    .filter((name) => name.endsWith('.md') && !name.startsWith('api/'))
    .map((name) => `docs/${name}`);
  return ['README.md', 'CONTRIBUTING.md', ...readmes, ...docs].filter((page) => existsSync(join(WORKSPACE, page)));
}

interface PlacedBlock extends CodeBlock {
  page: string;
}

const blocks: PlacedBlock[] = pages().flatMap((page) => codeBlocks(page).map((block) => ({ page, ...block })));

/** Where a block is compiled: those of a guide side by side, as they import each other. */
function pathOf({ page, file, line }: PlacedBlock): string {
  return join(page.replace('.md', ''), file ?? `line-${line}.ts`);
}

let folder: string;
beforeAll(async () => {
  await mkdir(join(WORKSPACE, 'tmp'), { recursive: true });
  folder = await mkdtemp(join(WORKSPACE, 'tmp', 'page-code-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function compile(texts: ReadonlyMap<string, string>): Promise<string> {
  const dir = await mkdtemp(join(folder, 'program-'));
  for (const [path, text] of texts) {
    await mkdir(join(dir, path, '..'), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  await writeFile(join(dir, 'tsconfig.json'), JSON.stringify(SETTINGS));
  return run(TSC, ['-p', dir, '--pretty', 'false'], { cwd: dir }).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  );
}

describe('code in pages', () => {
  it('compiles: every block of TypeScript, with what the page says that it assumes', async () => {
    const typed = blocks.filter(({ language }) => language === 'ts');
    expect(typed.length).toBeGreaterThan(50);
    const texts = typed.map((block) => [pathOf(block), `${block.assumes}\n${block.text}\nexport {};\n`] as const);
    expect(await compile(new Map(texts))).toBe('');
  });

  const alone = blocks.filter(
    ({ page, language, assumes, notRun }) =>
      /^(README|libs\/.*)/.test(page) && language === 'ts' && assumes === '' && notRun === undefined,
  );
  it.each(alone.map((block) => [`${block.page}:${block.line}`, block] as const))(
    'of a README runs as it stands: %s',
    async (_place, { page, line, text }) => {
      const file = join(folder, `${page.replaceAll(/\W/g, '-')}-${line}.ts`);
      await writeFile(file, text);
      const running = run(process.execPath, ['-C', '@cartwheel/source', '--import', 'tsx', file], { cwd: folder });
      await expect(running).resolves.toBeDefined();
    },
    120_000,
  );

  it('is refused where it does not compile', async () => {
    const wrong = "import { makeEnv } from '@cartwheel/envs';\nmakeEnv(1);\n";
    expect(await compile(new Map([['wrong.ts', wrong]]))).toMatch(/wrong\.ts\(2,9\): error TS2345/);
  });

  it.each(
    blocks.filter(({ language }) => language === 'sh').map((block) => [`${block.page}:${block.line}`, block.text]),
  )('is a script that a shell can read: %s', async (_place, text) => {
    await expect(run('bash', ['-n', '-c', text])).resolves.toMatchObject({ stderr: '' });
  });
});
