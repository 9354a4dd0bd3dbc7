import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { connect, createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { HOW_TO_GET_REDIS, redisAvailable } from './redis-available.ts';

export interface RedisServerOptions {
  /** Keep an append-only file. Default: nothing is kept on disk. */
  appendonly?: boolean;
  /** When the append-only file is synced. Default: Redis's own, `everysec`. */
  appendfsync?: 'always' | 'everysec' | 'no';
  /** Default: a free one. */
  port?: number;
  /** The working folder, left in place by `stop`. Default: a temporary one, removed by `stop`. */
  dir?: string;
  /** Further settings as on the command line: `['--maxmemory', '10mb']`. */
  args?: readonly string[];
}

export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Of `redis-server` itself: signals to it reach Redis. */
  readonly pid: number;
  readonly dir: string;
  /** Kills it at once, frozen or not. A second call does nothing. */
  stop(): Promise<void>;
}

type Keeper = ChildProcessByStdio<Writable, Readable, null>;

const HOST = '127.0.0.1';
const START_DEADLINE_MS = 10_000;
/** Another program may take the free port in between. */
const ATTEMPTS = 3;

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

/**
 * Starts the local `redis-server` on 127.0.0.1 and waits until it answers PING. It is gone when `stop` resolves, and also
 * when this process ends in whatever way.
 */
export async function startRedisServer(options: RedisServerOptions = {}): Promise<RedisServer> {
  if (!redisAvailable()) throw new Error(`Expected redis-server in PATH, found none. ${HOW_TO_GET_REDIS}`);
  const attempts = options.port === undefined ? ATTEMPTS : 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options, options.port ?? (await freePort()));
    } catch (error) {
      if (attempt >= attempts) throw error;
    }
  }
}

async function startOnce(options: RedisServerOptions, port: number): Promise<RedisServer> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'cartwheel-redis-')));
  const keeper = spawn('sh', ['-c', KEEPER, 'sh', ...settings(options, port, dir)], {
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
    const pid = await startedPid(keeper);
    await ping(port);
    keeper.stdout.resume();
    letGo(keeper);
    return {
      url: `redis://${HOST}:${port}`,
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

function settings(options: RedisServerOptions, port: number, dir: string): string[] {
  return [
    ['--bind', HOST],
    ['--port', String(port)],
    ['--dir', dir],
    ['--save', ''],
    ['--appendonly', options.appendonly === true ? 'yes' : 'no'],
    options.appendfsync === undefined ? [] : ['--appendfsync', options.appendfsync],
    [...(options.args ?? [])],
  ].flat();
}

/** Reads the log up to the line that says that clients may come; gives the process id of the first line. */
function startedPid({ stdout }: Keeper): Promise<number> {
  return new Promise((resolve, reject) => {
    let log = '';
    const fail = (what: string): void => reject(new Error(`redis-server ${what}:\n${log}`));
    const deadline = setTimeout(() => fail(`was not ready within ${START_DEADLINE_MS} ms`), START_DEADLINE_MS);
    const read = (chunk: Buffer): void => {
      log += chunk.toString();
      if (!log.includes('Ready to accept connections')) return;
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
  const socket = connect({ host: HOST, port });
  try {
    socket.write('PING\r\n');
    const [reply] = (await once(socket, 'data', { signal: AbortSignal.timeout(START_DEADLINE_MS) })) as [Buffer];
    const answer = reply.toString();
    if (!/^(\+PONG|-NOAUTH)/.test(answer)) throw new Error(`Expected PONG from redis-server, received ${answer}`);
  } finally {
    socket.destroy();
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, HOST);
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP port, received none.');
  return address.port;
}
