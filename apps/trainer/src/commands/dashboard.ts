import { once } from 'node:events';
import { startDashboard } from '@cartwheel/dashboard';
import type { Command } from 'commander';
import { printJsonLine } from '../output/json-lines.ts';
import { wholeNumber } from '../parse-options.ts';
import { withCommonOptions, type CommonOptions } from './common-options.ts';

type DashboardOptions = CommonOptions & { port: number; host: string; token?: string; readOnly?: true };

export function addDashboardCommand(program: Command): void {
  withCommonOptions(program.command('dashboard'))
    .description('serve a page that shows and steers runs while they train')
    .option('--port <n>', 'the port; 0 for a free one', wholeNumber(0), 0)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--token <text>', 'what requests must carry; needed for an address that others reach')
    .option('--read-only', 'let pages look and not touch')
    .action(serve);
}

/** Until Ctrl-C. */
async function serve({ json, out, port, host, token, redis, readOnly }: DashboardOptions): Promise<void> {
  await using dashboard = await startDashboard({ out, port, host, token, redisUrl: redis, readOnly });
  if (json) printJsonLine({ event: 'listening', url: dashboard.url });
  else process.stdout.write(`The dashboard of ${out} is at ${dashboard.url} (Ctrl-C ends it)\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}
