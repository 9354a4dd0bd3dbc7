import { describe, expect, it } from '@jest/globals';
import { createMemoryWorkspace } from '../../../tests/memory-workspace.ts';
import { noFactsCache } from '../../module-facts/facts-cache.ts';
import { readAllFacts } from '../../module-facts/read-all-facts.ts';
import type { RemovedName } from '../leftovers-settings.ts';
import { findLegacyImports } from './find-legacy-imports.ts';

async function find(removed: RemovedName, code: string, path = 'libs/a/src/a.ts') {
  const workspace = createMemoryWorkspace({ 'libs/a/package.json': { name: 'a' }, [path]: code });
  return findLegacyImports(workspace, await readAllFacts(workspace.tree, noFactsCache), { removed: [removed] });
}

const name = { name: 'makeEnv', from: '@x/envs', instead: 'createEnv' };
const member = { member: 'Env.seed' };
const path = { path: 'libs/old' };

describe('findLegacyImports', () => {
  it.each([
    ['an import', name, `import { makeEnv } from '@x/envs';`],
    ['a renamed import', name, `import { makeEnv as make } from '@x/envs';`],
    ['a re-export', name, `export { makeEnv } from '@x/envs';`],
    ['a read of a namespace', name, `import * as envs from '@x/envs';\nenvs.makeEnv();`],
    ['a dynamic import', name, `const { makeEnv } = await import('@x/envs');`],
    ['a type import', name, `import type { makeEnv } from '@x/envs';`],
    ['a member', member, `import { Env } from '@x/envs';\nnew Env().seed(1);`],
    ['a member by itself', { member: 'seed' }, `env.seed(1);`],
    ['a package', { path: '@x/old' }, `import '@x/old/deep';`],
    ['a path', path, `import '../../old/src/b.ts';`],
    ['a file', { path: 'libs/a/src/b' }, `import './b.ts';`],
    ['a mock', { path: '@x/old' }, `jest.mock('@x/old');`],
  ])('finds %s', async (_, removed, code) => expect(await find(removed, code)).toHaveLength(1));

  it.each([
    ['the same name of another package', name, `import { makeEnv } from '@x/other';`],
    ['the same name of its own', name, `export function makeEnv() {}`],
    ['the member of a class that is not imported', member, `env.seed(1);`],
    ['a package whose name begins alike', { path: '@x/old' }, `import '@x/older';`],
    ['a path that begins alike', path, `import '../../older/b.ts';`],
    ['a comment with a reason', path, `// quality-ignore no-legacy-imports -- migrates it\nimport '../../old/b.ts';`],
  ])('leaves %s alone', async (_, removed, code) => expect(await find(removed, code)).toEqual([]));

  it('says where and what to use, in tests too', async () => {
    expect(await find(name, `\nimport { makeEnv } from '@x/envs';`, 'libs/a/src/a.test.ts')).toEqual([
      {
        id: 'legacy-import libs/a/src/a.test.ts#makeEnv',
        kind: 'legacy-import',
        project: 'a',
        file: 'libs/a/src/a.test.ts',
        line: 2,
        column: 10,
        symbol: 'makeEnv',
        message: 'makeEnv was removed. Use createEnv.',
      },
    ]);
  });
});
