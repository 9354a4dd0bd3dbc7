import { expect, it } from '@jest/globals';
import { createMemoryWorkspace } from '../../tests/memory-workspace.ts';
import { affectedProjects } from './affected-projects.ts';

const edge = (source: string, target: string) => ({ source, target, type: 'static' });

it('is what changed and what that depends on, not what depends on it', () => {
  const workspace = createMemoryWorkspace({
    'apps/app/package.json': { name: 'app' },
    'libs/a/package.json': { name: 'a' },
    'libs/b/package.json': { name: 'b' },
  });
  const dependencies = { app: [edge('app', 'a'), edge('app', 'npm:zod')], a: [edge('a', 'b')], b: [] };
  expect([...affectedProjects(workspace, dependencies, ['libs/a/src/x.ts'])]).toEqual(['a', 'b']);
  expect([...affectedProjects(workspace, dependencies, ['apps/app/x.ts', 'README.md'])]).toEqual([
    'app',
    '(workspace)',
    'a',
    'b',
  ]);
});
