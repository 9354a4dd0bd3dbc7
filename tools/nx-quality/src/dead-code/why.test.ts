import { describe, expect, it } from '@jest/globals';
import { createMemoryWorkspace } from '../../tests/memory-workspace.ts';
import { analyzeDeadCode } from './analyze-dead-code.ts';
import { why } from './why.ts';

const workspace = createMemoryWorkspace({
  'package.json': { name: 'w', private: true },
  'apps/app/package.json': { name: 'app', private: true, bin: './src/main.ts', dependencies: { a: '*' } },
  'apps/app/src/main.ts': `import { top } from 'a';\n\ntop();\n`,
  'libs/a/package.json': { name: 'a', private: true, exports: './src/index.ts' },
  'libs/a/src/index.ts': `export * from './top.ts';\n`,
  'libs/a/src/top.ts': `import { below } from './below.ts';\nexport const top = () => below();\nexport const dead = 1;\n`,
  'libs/a/src/below.ts': `export const below = () => 1;\n`,
});

describe('why', () => {
  it('tells the shortest way from an entry, with the line of each step', async () => {
    const { context } = await analyzeDeadCode(workspace);
    expect(why('below', context)).toEqual([
      {
        file: 'libs/a/src/below.ts',
        symbol: 'below',
        path: [
          { how: 'entry: package.json bin', file: 'apps/app/src/main.ts', line: 1 },
          { how: 'uses', file: 'apps/app/src/main.ts', line: 1, symbol: 'top' },
          { how: 'uses', file: 'libs/a/src/index.ts', line: 1, symbol: 'top' },
          { how: 're-exports', file: 'libs/a/src/top.ts', line: 2, symbol: 'top' },
          { how: 'uses', file: 'libs/a/src/top.ts', line: 1, symbol: 'below' },
          { how: 'uses', file: 'libs/a/src/below.ts', line: 1, symbol: 'below' },
        ],
      },
    ]);
  });

  it('answers with an empty path for what is dead', async () => {
    const { context } = await analyzeDeadCode(workspace);
    expect(why('libs/a/src/top.ts#dead', context)).toEqual([{ file: 'libs/a/src/top.ts', symbol: 'dead', path: [] }]);
  });

  it('answers for a file', async () => {
    const { context } = await analyzeDeadCode(workspace);
    const [answer] = why('libs/a/src/below.ts', context);
    expect(answer?.path.at(0)).toMatchObject({ how: 'entry: package.json exports "."', file: 'libs/a/src/index.ts' });
    expect(answer?.path.at(-1)?.file).toBe('libs/a/src/below.ts');
  });

  it('refuses a name that is nowhere', async () => {
    const { context } = await analyzeDeadCode(workspace);
    expect(() => why('nothing', context)).toThrow(expect.objectContaining({ code: 'quality/unknown-symbol' }));
  });
});
