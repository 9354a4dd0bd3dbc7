import { describe, expect, it } from '@jest/globals';
import { createMemoryWorkspace } from '../../tests/memory-workspace.ts';
import type { ModuleFacts } from '../module-facts/module-facts.ts';
import { analyzeDeadCode } from './analyze-dead-code.ts';

const files = {
  'package.json': { name: 'w', private: true },
  'libs/a/package.json': { name: 'a', private: true, exports: './src/index.ts' },
  'libs/a/src/index.ts': `export const a = 1;\n`,
};

describe('analyzeDeadCode', () => {
  it('keeps an identity when lines move', async () => {
    const before = await analyzeDeadCode(createMemoryWorkspace(files));
    const moved = { ...files, 'libs/a/src/index.ts': `\n\n// moved\nexport const a = 1;\n` };
    const after = await analyzeDeadCode(createMemoryWorkspace(moved));
    expect(before.findings).toEqual([
      {
        id: 'unused-export libs/a/src/index.ts#a',
        kind: 'unused-export',
        project: 'a',
        file: 'libs/a/src/index.ts',
        line: 1,
        column: 14,
        symbol: 'a',
        message: 'Nobody uses a.',
        fix: 'remove',
      },
    ]);
    expect(after.findings).toMatchObject([{ id: before.findings[0]?.id, line: 4 }]);
  });

  it('finds the same with built files as without', async () => {
    const built = { ...files, 'libs/a/dist/index.js': `export const a = 1;`, 'libs/a/dist/index.d.ts': `export {};` };
    const { findings } = await analyzeDeadCode(createMemoryWorkspace(files));
    // .gitignore hides dist from the tree on disk; here its files are told apart by the manifest alone.
    const withBuilt = await analyzeDeadCode(createMemoryWorkspace(built), { settings: { ignore: ['**/dist/**'] } });
    expect(withBuilt.findings).toEqual(findings);
  });

  it('names a file that does not parse', async () => {
    const broken = createMemoryWorkspace({ ...files, 'libs/a/src/index.ts': `export const a = ;\n` });
    await expect(analyzeDeadCode(broken)).rejects.toMatchObject({
      code: 'quality/unparsable-file',
      message: expect.stringContaining('libs/a/src/index.ts:1 Expression expected.'),
    });
  });

  it('names a tsconfig that is broken', async () => {
    const broken = createMemoryWorkspace({ ...files, 'libs/a/tsconfig.json': `{ "extends": "../gone.json" }` });
    await expect(analyzeDeadCode(broken)).rejects.toMatchObject({
      code: 'quality/broken-tsconfig',
      message: expect.stringContaining('libs/a/tsconfig.json extends ../gone.json'),
    });
  });

  it('takes facts from the cache and gives it those of new texts', async () => {
    const cache = new Map<string, ModuleFacts>();
    const keyed = {
      get: (path: string, text: string) => cache.get(path + text),
      set: (path: string, text: string, facts: ModuleFacts) => void cache.set(path + text, facts),
    };
    const first = await analyzeDeadCode(createMemoryWorkspace(files), { cache: keyed });
    expect(cache.size).toBe(1);
    const second = await analyzeDeadCode(createMemoryWorkspace(files), { cache: keyed });
    expect(second.findings).toEqual(first.findings);
  });
});
