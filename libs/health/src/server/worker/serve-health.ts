import { createServer, type Server } from 'node:http';
import type { MessagePort } from 'node:worker_threads';
import { answer } from '../answer.ts';
import { Heartbeat } from '../heartbeat.ts';
import type { FromWorker, ToWorker, WorkerSettings } from '../protocol.ts';

type LastReport = Extract<ToWorker, { kind: 'report' }>;

/** Answers probes from this thread, with the main loop's heartbeat and its last report. */
export function serveHealth(port: MessagePort, settings: WorkerSettings): void {
  const heartbeat = new Heartbeat(settings.heartbeat);
  const tell = (message: FromWorker): void => port.postMessage(message);
  let last: LastReport | undefined;
  const server = createServer((request, response) => {
    const { status, contentType, body } = answer(pathOf(request.url), {
      heartbeatAgeMs: heartbeat.ageMs(),
      blockedAfterMs: settings.blockedAfterMs,
      deadAfterMs: settings.deadAfterMs,
      report: last?.report,
      metrics: last?.metrics,
    });
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    response.writeHead(isReading ? status : 405, { 'content-type': contentType, 'cache-control': 'no-store' });
    response.end(isReading ? body : undefined);
  });
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'report') last = message;
    else stop(server, port);
  });
  server.once('error', ({ message }) => {
    tell({ kind: 'failed', message });
    port.close();
  });
  server.listen(settings.port, settings.host, () => tell({ kind: 'listening', port: portOf(server) }));
}

function stop(server: Server, port: MessagePort): void {
  server.close();
  server.closeAllConnections();
  port.close();
}

function pathOf(url = '/'): string {
  return url.split('?', 1)[0] ?? '/';
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
