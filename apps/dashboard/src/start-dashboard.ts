import { CartwheelError } from '@cartwheel/async-guard';
import type { AddressInfo } from 'node:net';
import { openRecords } from './mirror/open-records.ts';
import { createServer } from './server/create-server.ts';
import { isLoopback } from './server/host-guard.ts';
import { openPage } from './server/open-page.ts';
import { createRunViewers } from './steering/run-viewers.ts';

/** What `startDashboard` takes. */
export interface DashboardOptions {
  /** The project folder; default `./cartwheel-runs`. */
  out?: string | undefined;
  /** 0, the default, takes a free port. */
  port?: number | undefined;
  /** Default 127.0.0.1. Any other address than the machine's own needs a token. */
  host?: string | undefined;
  /** What requests must carry, as `Authorization: Bearer …` or once as `?token=…`. At least 16 characters. */
  token?: string | undefined;
  /** The Redis that carries the state of runs which are trained with one, to steer them. */
  redisUrl?: string | undefined;
  /** Pages may look and not touch. Default false. */
  readOnly?: boolean | undefined;
}

/** A server under way. */
export interface Dashboard extends AsyncDisposable {
  /** Where the page is, with the token where there is one. */
  readonly url: string;
  /** Ends all streams and the server. A second call does nothing. */
  close(): Promise<void>;
}

const SHORTEST_TOKEN = 16;

/**
 * Serves a page that shows the runs of a project folder, live while they train in whatever process. Where there is no run
 * yet, they appear once there are some.
 *
 * Throws `dashboard/token-needed` for an address that others reach without a token, `dashboard/unusable-address` where
 * the port is taken or the address is not the machine's, `dashboard/no-page` where the page is neither built nor can be,
 * and what `openRunStore` throws for a store that cannot be read.
 */
export async function startDashboard(options: DashboardOptions = {}): Promise<Dashboard> {
  const { out = './cartwheel-runs', port = 0, host = '127.0.0.1', token, redisUrl, readOnly = false } = options;
  checkToken(host, token);
  const page = await openPage();
  const viewers = createRunViewers(redisUrl);
  const records = await openRecords(out, viewers.openBroker);
  const { store, mirror } = records;
  const server = await createServer({ store, mirror, viewers, out, pageFolder: page.folder, host, token, readOnly });
  const closeAll = async (): Promise<void> => {
    await server.close();
    await Promise.all([records[Symbol.asyncDispose](), page.close()]);
    await viewers[Symbol.asyncDispose]();
  };
  try {
    await server.listen({ port, host });
  } catch (cause) {
    await closeAll();
    throw unusableAddress(host, port, cause);
  }
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= closeAll());
  return { url: urlOf(server.server.address(), token), close, [Symbol.asyncDispose]: close };
}

function checkToken(host: string, token: string | undefined): void {
  if (token === undefined && isLoopback(host)) return;
  if (token !== undefined && token.length >= SHORTEST_TOKEN) return;
  throw new CartwheelError(
    'dashboard/token-needed',
    `A dashboard on ${host} expects a token of at least ${SHORTEST_TOKEN} characters, but got ` +
      `${token === undefined ? 'none' : `one of ${token.length}`}: give one, or listen on 127.0.0.1.`,
  );
}

function unusableAddress(host: string, port: number, cause: unknown): CartwheelError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CartwheelError(
    'dashboard/unusable-address',
    `The dashboard cannot listen on ${host}:${port} (${reason}): choose another port, or 0 for a free one.`,
    { cause },
  );
}

function urlOf(address: string | AddressInfo | null, token: string | undefined): string {
  if (address === null || typeof address === 'string') throw new TypeError('a server on TCP has an address and a port');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}/${token === undefined ? '' : `?token=${encodeURIComponent(token)}`}`;
}
