import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const PROJECTS = 12;
const FILES = 25;
const FUNCTIONS = 13;

/** Writes a workspace of 300 files and 24,000 lines: each file uses two functions of the one before, across projects too. */
export function writeGeneratedWorkspace(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'generated workspace ')));
  const write = (path: string, content: string | object): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  };
  write('nx.json', { neverConnectToCloud: true, analytics: false });
  write('package.json', {
    name: 'generated',
    private: true,
    workspaces: ['libs/*'],
    devDependencies: { nx: '23.2.1' },
  });
  write('.gitignore', 'node_modules\n.nx\n');
  for (let project = 0; project < PROJECTS; project++) {
    const before = project === 0 ? {} : { [`@g/p${project - 1}`]: '*' };
    write(`libs/p${project}/package.json`, {
      name: `@g/p${project}`,
      private: project < PROJECTS - 1,
      version: '1.0.0',
      type: 'module',
      exports: { '.': './src/f0.ts' },
      dependencies: before,
    });
    for (let file = 0; file < FILES; file++) write(`libs/p${project}/src/f${file}.ts`, sourceOf(project, file));
  }
  return root;
}

/** A file that changes: any but the first. */
export const CHANGED_FILE = 'libs/p5/src/f7.ts';

function sourceOf(project: number, file: number): string {
  const next = file + 1 < FILES ? `./f${file + 1}.ts` : project > 0 ? `@g/p${project - 1}` : undefined;
  const [nextProject, nextFile] = file + 1 < FILES ? [project, file + 1] : [project - 1, 0];
  const imported = [0, 1].map((index) => nameOf(nextProject, nextFile, index));
  const head = next === undefined ? [] : [`import { ${imported.join(', ')} } from '${next}';`, ''];
  const calls = next === undefined ? '0' : imported.map((name) => `${name}(x)`).join(' + ');
  const functions = Array.from({ length: FUNCTIONS }, (_, index) =>
    functionOf(nameOf(project, file, index), calls, index),
  );
  return [...head, ...functions].join('\n');
}

function nameOf(project: number, file: number, index: number): string {
  return `f${project}x${file}x${index}`;
}

/** Six lines, of different numbers, so that they are no copies of each other. */
function functionOf(name: string, calls: string, index: number): string {
  const seed = Array.from(name).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
  return `export function ${name}(x: number): number {
  const a = x * ${seed} + ${index};
  const b = ${seed % 2 === 0 ? `Math.max(a, ${seed % 89})` : `a % ${(seed % 97) + 3}`};
  return ${index < 2 ? `b + ${calls}` : `b - a * ${seed % 61}`};
}
`;
}
