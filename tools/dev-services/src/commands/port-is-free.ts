import { once } from 'node:events';
import { createServer } from 'node:net';

/** Whether a program could listen on the port of 127.0.0.1 now. */
export async function portIsFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
