/** Writes 1,000 numbered lines and ends in the way that its argument names; the log is a file where a folder is given. */
import { createFileDestination } from '../../src/file-destination.ts';
import { createLogger } from '../../src/create-logger.ts';
import { logUntilExit } from '../../src/log-until-exit.ts';

const [ending, dir] = process.argv.slice(2);
const destination =
  dir === undefined || dir === '' ? process.stderr : createFileDestination({ dir, maxBytes: 40_000, keep: 9 });
const logger = createLogger({ destination, format: 'json' });
logUntilExit(logger);
for (let line = 0; line < 1_000; line += 1) logger.info('line', { line });

if (ending === 'shutdown') {
  const { lost } = await logger.close();
  process.exit(lost);
} else if (ending === 'sigterm') {
  process.kill(process.pid, 'SIGTERM');
  setInterval(() => {}, 1_000);
} else if (ending === 'throw') {
  throw new Error('thrown on purpose');
} else {
  void Promise.reject(new Error('rejected on purpose'));
}
