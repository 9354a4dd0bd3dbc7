// Run by `npm run image`: fills dist/image, the context of the Containerfile: `app` with the built and packed libraries, what
// they need, without source maps and types; `data`, empty.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const image = process.argv[2] ?? `${root}dist/image`;
const packages = `${image}/packages`;
const app = `${image}/app`;

/** @param {string[]} args */
function npm(args, cwd = root) {
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
}

const libraries = readdirSync(`${root}libs`).map((name) => `libs/${name}`);
const workspaces = [...libraries, 'apps/dashboard', 'apps/trainer'];
const projects = workspaces.map((path) => JSON.parse(readFileSync(`${root}${path}/package.json`, 'utf8')).nx.name);

rmSync(image, { recursive: true, force: true });
for (const folder of [packages, app, `${image}/data`]) mkdirSync(folder, { recursive: true });
writeFileSync(`${image}/data/.keep`, '');
execFileSync('npx', ['--no-install', 'nx', 'run-many', '-t', 'build', '-p', projects.join()], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
  shell: process.platform === 'win32',
});
npm(['pack', '--silent', '--pack-destination', packages, ...workspaces.flatMap((path) => ['-w', path])]);
writeFileSync(`${app}/package.json`, JSON.stringify({ private: true, type: 'module' }));
npm(
  ['install', '--silent', '--no-audit', '--omit=dev', '--ignore-scripts', '--prefer-offline'].concat(
    readdirSync(packages).map((name) => `${packages}/${name}`),
  ),
  app,
);
rmSync(packages, { recursive: true });

// A program that runs needs neither source maps nor types: they are a third of it.
for (const name of readdirSync(app, { recursive: true, encoding: 'utf8' })) {
  if (/\.(map|d\.[cm]?ts)$/.test(name)) rmSync(`${app}/${name}`, { force: true });
}
