import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { askRedis } from './ask-redis.ts';

/** A server of one's own, on a free port. */
export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Of `redis-server` itself: signals to it reach Redis. */
  readonly pid: number;
  readonly dir: string;
  /** Kills it at once, frozen or not. A second call does nothing. */
  stop(): Promise<void>;
}

export interface RedisProcessOptions {
  port: number;
  /** The working folder, left in place by `stop`; a temporary one, removed by `stop`, otherwise. */
  dir?: string | undefined;
  /** The arguments of `redis-server`. */
  args: (dir: string) => readonly string[] | Promise<readonly string[]>;
  /** What its log says when clients may come. */
  ready: string;
  /** How `url` begins. Default `redis`. */
  protocol?: string;
}

type Keeper = ChildProcessByStdio<Writable, Readable, null>;

export const HOST = '127.0.0.1';
/** Long: a server that reads a large append-only file on a busy machine takes its time. */
const START_DEADLINE_MS = 60_000;

/**
 * Runs beside the server; when its standard input closes, also because this process was killed with −9, it ends the server
 * and removes the temporary folder. Its standard output is the server's alone after the first line, so that its end is the
 * server's end.
 */
const KEEPER = `
redis-server "$@" 2>&1 &
echo "pid=$!"
exec >/dev/null 2>&1
read -r _
kill -9 $!
wait
[ -z "$TEMPORARY_FOLDER" ] || rm -rf "$TEMPORARY_FOLDER"
`;

/** Starts a `redis-server` and waits until it answers. It is gone when `stop` resolves, and when this process ends. */
export async function startRedisProcess({ port, args, ready, ...options }: RedisProcessOptions): Promise<RedisServer> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'cartwheel-redis-')));
  const keeper = spawn('sh', ['-c', KEEPER, 'sh', ...(await args(dir))], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TEMPORARY_FOLDER: options.dir === undefined ? dir : '' },
  });
  const closed = once(keeper, 'close');
  let stopped: Promise<void> | undefined;

  async function stop(): Promise<void> {
    keeper.ref();
    keeper.stdin.end();
    await closed;
  }

  try {
    const pid = await startedPid(keeper, ready);
    if (options.protocol === undefined) await ping(port);
    keeper.stdout.resume();
    letGo(keeper);
    return {
      url: `${options.protocol ?? 'redis'}://${HOST}:${port}`,
      port,
      pid,
      dir,
      stop: () => (stopped ??= stop()),
      [Symbol.asyncDispose]: () => (stopped ??= stop()),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A test that forgets `stop` must not hold its process open. The pipes of a child are sockets, which its type does not say. */
function letGo(keeper: Keeper): void {
  keeper.unref();
  for (const pipe of [keeper.stdin, keeper.stdout]) if (pipe instanceof Socket) pipe.unref();
}

/** Reads the log up to the line that says that clients may come; gives the process id of the first line. */
function startedPid({ stdout }: Keeper, ready: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let log = '';
    const fail = (what: string): void => reject(new Error(`redis-server ${what}:\n${log}`));
    const deadline = setTimeout(() => fail(`was not ready within ${START_DEADLINE_MS} ms`), START_DEADLINE_MS);
    const read = (chunk: Buffer): void => {
      log += chunk.toString();
      if (!log.includes(ready)) return;
      clearTimeout(deadline);
      stdout.off('data', read);
      resolve(Number(/^pid=(\d+)/.exec(log)?.[1]));
    };
    stdout.on('data', read);
    stdout.once('end', () => {
      clearTimeout(deadline);
      fail('ended before it was ready');
    });
  });
}

/** One that wants a password first is up, too. */
async function ping(port: number): Promise<void> {
  const answer = await askRedis(port, 'PING');
  if (!/^(PONG|NOAUTH)/.test(answer)) throw new Error(`Expected PONG from redis-server, received ${answer}`);
}
