import { parentPort, type MessagePort } from 'node:worker_threads';
import { describeError, type ErrorSummary } from '@cartwheel/async-guard';
import type { WorkerReply, WorkerRequest } from '@cartwheel/async-guard/node';
import { folderOperations } from '../folder-operations.ts';
import type { FolderOperations } from '../protocol.ts';

type Request = WorkerRequest<FolderOperations>;

if (!parentPort) throw new Error('This file is the entry of a worker thread: start it with createFolderWriter().');
serve(parentPort);

function serve(port: MessagePort): void {
  const reply = (message: WorkerReply<ErrorSummary>): void => port.postMessage(message);
  port.on('message', (request: Request) => {
    carryOut(request).then(
      () => reply({ id: request.id, value: undefined }),
      (error: unknown) => reply({ id: request.id, failure: describeError(error) }),
    );
  });
}

function carryOut(request: Request): Promise<void> {
  return request.operation === 'write'
    ? folderOperations.write(request.argument)
    : folderOperations.remove(request.argument);
}
