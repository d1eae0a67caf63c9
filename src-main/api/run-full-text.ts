import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { SourceIndex, WHOLE_BATCH, openCase } from '../case/index.ts';
import type { FullTextCommand, FullTextMessage, FullTextRequest } from './job-message.ts';

/** Follows the reading of one source with its full-text index until it is complete, or until it is told to stop. */
export async function runFullText(request: FullTextRequest, port: MessagePort): Promise<void> {
  let told: FullTextCommand['command'] = 'committed';
  port.on('message', ({ command }: FullTextCommand) => {
    if (told !== 'stop') told = command;
  });
  const isStopped = (): boolean => told === 'stop';
  const isJoined = (): boolean => told === 'joined';
  const file = openCase(request.casePath, Date.now, 'helper');
  try {
    const index = new SourceIndex(file.db, request.source);
    while (!isStopped() && !isJoined()) {
      if (index.nextBodies(WHOLE_BATCH)) await setImmediate();
      else await once(port, 'message');
    }
    while (!isStopped() && index.nextBodies(1)) await setImmediate();
    while (!isStopped() && index.nextParts()) await setImmediate();
    if (isStopped()) return;
    index.settle();
    port.postMessage({ message: 'complete' } satisfies FullTextMessage);
  } finally {
    file.close();
    port.close();
  }
}
