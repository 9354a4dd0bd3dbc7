// Runs beside services that a test started. When its standard input closes, also because the test was killed with −9, it
// takes the services down with their data and deletes their folder.
//   node end-with-starter.js HOME SETTINGS_FILE SERVICE
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [home, settings, service] = process.argv.slice(2);
const services = fileURLToPath(new URL('./services.js', import.meta.url));

process.stdin.resume().once('close', () => {
  const args = ['down', service, '--volumes', '--home', home, '--settings', settings];
  execFileSync(process.execPath, [services, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  rmSync(home, { recursive: true, force: true });
});
process.stdout.write('watching\n');
