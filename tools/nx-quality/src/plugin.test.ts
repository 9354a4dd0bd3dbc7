import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createNodes } from './plugin.ts';

let workspaceRoot: string;
beforeEach(() => {
  workspaceRoot = mkdtempSync(join(tmpdir(), 'plugin '));
});
afterEach(() => rmSync(workspaceRoot, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(workspaceRoot, path)), { recursive: true });
  writeFileSync(join(workspaceRoot, path), text);
}

async function infer(configFiles: readonly string[], options?: Record<string, unknown>) {
  const results = await createNodes[1](configFiles, options, { workspaceRoot, nxJsonConfiguration: {} });
  return Object.assign({}, ...results.map(([, { projects }]) => projects)) as Record<
    string,
    { targets: Record<string, unknown>; name?: string }
  >;
}

const files = ['package.json', 'libs/a/package.json', 'libs/a/fixtures/package.json', 'apps/b/project.json'];

describe('createNodes', () => {
  it('infers the targets on every project, and the analysis at the root', async () => {
    write('package.json', JSON.stringify({ name: 'w', workspaces: ['libs/*'] }));
    const projects = await infer(files);
    expect(Object.keys(projects)).toEqual(['.', 'apps/b', 'libs/a']);
    expect(Object.keys(projects['libs/a'].targets)).toEqual(['dead-code', 'duplicates']);
    expect(projects['libs/a'].targets['dead-code']).toMatchObject({
      dependsOn: [{ projects: ['w'], target: 'analyze-dead-code' }],
    });
    expect(projects['.'].name).toBe('w');
    expect(Object.keys(projects['.'].targets)).toEqual([
      'analyze-dead-code',
      'dead-code',
      'analyze-duplicates',
      'duplicates',
    ]);
  });

  it('reads the members of pnpm and yarn, without those taken out', async () => {
    write('package.json', JSON.stringify({ workspaces: { packages: ['tools/*'] } }));
    write('pnpm-workspace.yaml', `packages:\n  - './libs/**'\n  - '!**/fixtures'\n`);
    expect(Object.keys(await infer([...files, 'tools/t/package.json']))).toEqual(['.', 'apps/b', 'libs/a', 'tools/t']);
  });

  it('names targets as the options say', async () => {
    write('package.json', JSON.stringify({ workspaces: ['libs/*'] }));
    const projects = await infer(files, { deadCodeTargetName: 'dead', duplicatesTargetName: 'copies' });
    expect(Object.keys(projects['libs/a'].targets)).toEqual(['dead', 'copies']);
  });

  it('infers the leftovers where the options set them up', async () => {
    write('package.json', JSON.stringify({ workspaces: ['libs/*'] }));
    const projects = await infer(files, { noPrint: {}, legacyImports: { removed: [] }, unguarded: {} });
    expect(Object.keys(projects['libs/a'].targets)).toEqual([
      'dead-code',
      'duplicates',
      'no-print',
      'no-legacy-imports',
      'unguarded',
    ]);
    expect(projects['libs/a'].targets['no-print']).toMatchObject({
      dependsOn: [{ target: 'analyze-no-print' }],
      inputs: ['{projectRoot}/quality-baseline.json', { dependentTasksOutputFiles: '**/*.json' }],
    });
  });

  it('refuses options it does not know', async () => {
    await expect(infer(files, { nonsense: 1 })).rejects.toMatchObject({ code: 'quality/broken-settings' });
  });
});
