import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import * as z from 'zod';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const manifestSchema = z.object({ nx: z.object({ targets: z.record(z.string(), z.unknown()) }) });

const projects = ['libs', 'apps', 'tools'].flatMap((folder) =>
  readdirSync(`${root}${folder}`).map((name) => `${root}${folder}/${name}`),
);

function targetsOf(project: string): string[] {
  return Object.keys(manifestSchema.parse(JSON.parse(readFileSync(`${project}/package.json`, 'utf8'))).nx.targets);
}

it.each(['integration', 'browser'])('each project with tests in tests/%s has the target that runs them', (kind) => {
  const having = projects.filter((project) => existsSync(`${project}/tests/${kind}`));
  expect(having.length).toBeGreaterThan(0);
  expect(having.filter((project) => !targetsOf(project).includes(`test:${kind}`))).toEqual([]);
});
