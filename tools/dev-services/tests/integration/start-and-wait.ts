import { startRedisServer } from '../../src/redis/redis-server.ts';

// Run by redis-server.test.ts, which kills it: says which its server is, and waits unless told not to.
const { pid, dir } = await startRedisServer();
process.stdout.write(`${JSON.stringify({ pid, dir })}\n`);
if (!process.argv.includes('--no-wait')) process.stdin.resume();
