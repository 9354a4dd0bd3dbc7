import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesOf, type CorpusCase } from '../tests/corpus/corpus-case.ts';

export const KNIP_VERSION = '6.42.0';

/** Installs knip beside the workspace, once; gives its folder. */
export function installKnip(): string {
  const prefix = join(tmpdir(), 'nx-quality-bench');
  const folder = join(prefix, 'node_modules/knip');
  mkdirSync(prefix, { recursive: true });
  if (!existsSync(folder)) {
    const options = ['--no-save', '--no-audit', '--no-fund', '--silent', '--prefix', prefix];
    execFileSync('npm', ['install', ...options, `knip@${KNIP_VERSION}`], { cwd: prefix, stdio: 'inherit' });
  }
  return folder;
}

/** What knip says of a case. Exports of private packages' entries count for both tools. */
export async function findWithKnip(knip: string, corpusCase: CorpusCase): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
  try {
    for (const [path, text] of filesForKnip(corpusCase)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return placesIn(await runKnip(knip, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** With workspaces where the case leaves them out, and with Nx where the case has its projects' files. */
function* filesForKnip(corpusCase: CorpusCase): Generator<[path: string, text: string]> {
  const files = filesOf(corpusCase);
  const hasProjects = Object.keys(files).some((path) => path.endsWith('/project.json'));
  if (hasProjects && files['nx.json'] === undefined) yield ['nx.json', '{}'];
  for (const [path, content] of Object.entries(files)) {
    if (path === 'package.json' && typeof content !== 'string') {
      const workspaces = content['workspaces'] ?? ['apps/*', 'libs/*', 'tools/*'];
      yield [path, JSON.stringify({ ...content, workspaces })];
    } else yield [path, typeof content === 'string' ? content : JSON.stringify(content)];
  }
}

interface KnipIssue {
  readonly filePath: string;
  readonly symbol: string;
  readonly parentSymbol?: string;
}
type KnipIssues = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, KnipIssue>>>>>>;

/** In this process: knip's own start would take longest. */
async function runKnip(knip: string, cwd: string): Promise<{ readonly issues: KnipIssues; readonly cwd: string }> {
  const load = (path: string): Promise<Record<string, (options: object) => Promise<{ readonly issues: KnipIssues }>>> =>
    import(pathToFileURL(join(knip, path)).href);
  const { main } = await load('dist/index.js');
  const { createOptions } = await load('dist/util/create-options.js');
  if (main === undefined || createOptions === undefined) throw new Error(`knip ${KNIP_VERSION} has no main function.`);
  const { issues } = await main(await createOptions({ cwd, isIncludeEntryExports: true }));
  return { issues, cwd };
}

const KINDS: Readonly<Record<string, string>> = {
  exports: 'export',
  types: 'export',
  nsExports: 'export',
  nsTypes: 'export',
  enumMembers: 'member',
  classMembers: 'member',
  namespaceMembers: 'member',
  dependencies: 'dependency',
  devDependencies: 'dependency',
  optionalPeerDependencies: 'dependency',
  unlisted: 'unlisted',
};

function placesIn({ issues, cwd }: { readonly issues: KnipIssues; readonly cwd: string }): string[] {
  return Object.entries(issues).flatMap(([type, byFile]) => {
    const all = Object.values(byFile).flatMap((bySymbol) => Object.values(bySymbol));
    return all.flatMap((issue) => {
      const file = issue.filePath.startsWith(cwd) ? issue.filePath.slice(cwd.length + 1) : issue.filePath;
      if (type === 'files') return [`file ${file}`];
      const kind = KINDS[type];
      if (kind === undefined) return [];
      if (kind === 'unlisted') return [`unlisted ${manifestOf(file)}#${issue.symbol}`];
      const owner = kind === 'member' && issue.parentSymbol !== undefined ? `${issue.parentSymbol}.` : '';
      return [`${kind} ${file}#${owner}${issue.symbol}`];
    });
  });
}

function manifestOf(file: string): string {
  const [folder, name, ...rest] = file.split('/');
  return rest.length === 0 ? 'package.json' : `${folder}/${name}/package.json`;
}
