import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const source = join(repository, 'tools/nx-quality');
const installed = join(repository, 'node_modules');

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** A workspace of somebody else's, on a path with spaces: the tool lies in its node_modules as it is packed. */
export interface InstalledWorkspace {
  readonly root: string;
  write(path: string, content: string | object): void;
  read(path: string): string;
  /** Puts the tool and what it depends on into node_modules, beside what a package manager has put there. */
  install(): void;
  nx(...args: readonly string[]): Outcome;
  /** The program of the tool; `env` over what it gets otherwise, which is no daemon. */
  quality(args: readonly string[], env?: Readonly<Record<string, string>>): Outcome;
  remove(): void;
}

/** Builds the tool once; call it before the workspaces are made. */
export function buildTool(): void {
  const tsc = join(installed, '@typescript/compiler/bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', join(source, 'tsconfig.lib.json')]);
}

export function createInstalledWorkspace(files: Readonly<Record<string, string | object>>): InstalledWorkspace {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'a workspace ')));
  const write: InstalledWorkspace['write'] = (path, content) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  };
  for (const [path, content] of Object.entries(files)) write(path, content);
  const run = (program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Outcome => {
    // Nx asks the package manager of the workspace for its version.
    const PATH = [join(installed, '.bin'), process.env['PATH']].join(delimiter);
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, program), ...args], {
      cwd: root,
      env: { ...process.env, PATH, NX_DAEMON: 'false', NO_COLOR: '1', CI: 'true', NODE_OPTIONS: '', ...env },
      encoding: 'utf8',
    });
    return { code: status, output: stdout + stderr };
  };
  return {
    root,
    write,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    install: () => installInto(root),
    nx: (...args) => run('node_modules/nx/dist/bin/nx.js', args),
    quality: (args, env) => run('node_modules/@cartwheel/nx-quality/bin/nx-quality.js', args, env),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function installInto(root: string): void {
  const target = join(root, 'node_modules/@cartwheel/nx-quality');
  for (const part of ['dist', 'src', 'bin/nx-quality.js', 'package.json', 'generators.json']) {
    cpSync(join(source, part), join(target, part), { recursive: true });
  }
  const { dependencies } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { dependencies: object };
  for (const name of ['nx', '@nx', ...Object.keys(dependencies)]) {
    const own = join(source, 'node_modules', name);
    symlinkSync(existsSync(own) ? own : join(installed, name), join(root, 'node_modules', name));
  }
  mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
  symlinkSync('../@cartwheel/nx-quality/bin/nx-quality.js', join(root, 'node_modules/.bin/nx-quality'));
}
