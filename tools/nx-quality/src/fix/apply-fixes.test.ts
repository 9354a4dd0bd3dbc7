import { describe, expect, it } from '@jest/globals';
import { createMemoryWorkspace } from '../../tests/memory-workspace.ts';
import { analyzeDeadCode } from '../dead-code/analyze-dead-code.ts';
import { applyFixes } from './apply-fixes.ts';

const manifest = { name: '@x/a', private: true, exports: './src/index.ts', devDependencies: { chai: '4' } };

async function fixed(files: Record<string, string | Record<string, unknown>>) {
  const workspace = createMemoryWorkspace({
    'package.json': { name: 'w', private: true },
    'libs/a/package.json': { ...manifest, devDependencies: {} },
    'apps/app/package.json': { name: 'app', private: true, main: 'src/main.ts', dependencies: { '@x/a': '*' } },
    'apps/app/src/main.ts': `import { used } from '@x/a';\nused();\n`,
    ...files,
  });
  const { findings } = await analyzeDeadCode(workspace);
  return Object.fromEntries(applyFixes(findings, workspace.tree));
}

const index = 'libs/a/src/index.ts';
const used = `export function used() {\n  return 1;\n}\n`;

describe('applyFixes', () => {
  it.each([
    [
      'takes export from what only its file uses',
      `export const one = 1;\nexport function used() {\n  return one;\n}\n`,
      `const one = 1;\nexport function used() {\n  return one;\n}\n`,
    ],
    [
      'takes away what nobody uses, with its comment and the imports that only it needed',
      `import { join, sep } from 'node:path';\n\n/** Not used. */\nexport function unused() {\n  return join('a');\n}\n\n/** Used. */\n${used.replace('1', 'sep')}`,
      `import { sep } from 'node:path';\n\n/** Used. */\n${used.replace('1', 'sep')}`,
    ],
    [
      'takes away an import altogether',
      `import { join } from 'node:path';\nexport const unused = () => join('a');\n${used}`,
      used,
    ],
    [
      'takes away each overload',
      `export function f(a: 1): 1;\nexport function f(a: 2): 2;\nexport function f(a: 1 | 2) {\n  return a;\n}\n${used}`,
      used,
    ],
    [
      'takes a name out of a list',
      `const a = 1;\n${used.replace('export ', '')}export { a, used };\n`,
      `const a = 1;\n${used.replace('export ', '')}export { used };\n`,
    ],
    ['takes away a default', `${used}export default used;\n`, used],
    [
      'lets one of several in a statement be',
      `export const a = 1, b = 2;\n${used}`,
      `export const a = 1, b = 2;\n${used}`,
    ],
    [
      'keeps a comment that stands apart',
      `// The whole file.\n\nexport const a = 1;\n${used}`,
      `// The whole file.\n\n${used}`,
    ],
  ])('%s', async (_, before, after) => {
    expect((await fixed({ [index]: before }))[index]).toBe(after);
  });

  it('deletes files, and takes dependencies out as the rest is written', async () => {
    const written = `{\n  "name": "@x/a", "private": true,\n  "exports": "./src/index.ts",\n  "devDependencies": {\n    "chai": "4",\n    "@x/a": "1"\n  }\n}\n`;
    const texts = await fixed({ [index]: used, 'libs/a/src/old.ts': 'export {};', 'libs/a/package.json': written });
    expect(texts).toHaveProperty(['libs/a/src/old.ts'], undefined);
    expect(texts['libs/a/package.json']).not.toContain('chai');
    expect(texts['libs/a/package.json']).toContain(`"name": "@x/a", "private": true,`);
  });

  it('has nothing to say of what only people can tell', async () => {
    const test = { 'libs/a/src/a.test.ts': `import { onlyTested } from './index';\nonlyTested();` };
    expect(await fixed({ [index]: `${used}export const onlyTested = () => 1;\n`, ...test })).toEqual({});
  });
});
