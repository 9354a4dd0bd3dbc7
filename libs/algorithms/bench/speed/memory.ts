/**
 * Prints the most memory (resident, MB) that a CartPole run of the built package takes, from the command line to the end of
 * so many steps. Argument: STEPS. Needs `npx nx build trainer`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../../apps/trainer/dist/main.js', import.meta.url));
if (!existsSync(main)) throw new Error('The memory cell measures the built package: run `npx nx build trainer` first.');

const REPORT = `process.on('exit', () => process.stderr.write('\\n' + process.resourceUsage().maxRSS));`;
const out = mkdtempSync(join(tmpdir(), 'cartwheel-memory-'));
try {
  const train = ['train', '--env', 'CartPole-v1', '--algo', 'ppo', '--eval-episodes', '0', '--json', '--out', out];
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(REPORT)}`, main, ...train, '--steps', process.argv[2]],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The run failed: ${stderr}`);
  process.stdout.write(`${Number(stderr.trim().split('\n').at(-1)) / 1024}\n`);
} finally {
  rmSync(out, { recursive: true });
}
