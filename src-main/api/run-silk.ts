import type { MessagePort } from 'node:worker_threads';
import { decodeSilk } from '../evidence/index.ts';
import type { SilkMessage, SilkRequest } from './job-message.ts';

/** Decodes one voice. What the decoder throws ends the thread. */
export async function runSilk({ packets }: SilkRequest, port: MessagePort): Promise<void> {
  port.postMessage((await decodeSilk(packets)) satisfies SilkMessage);
}
