import type { MessagePort } from 'node:worker_threads';
import { setVolume } from '../report/index.ts';
import type { PdfMessage, PdfRequest } from './job-message.ts';

/** Sets one volume of a PDF in this thread, hands it over, and lets the thread end. */
export function runPdf(request: PdfRequest, port: MessagePort): void {
  port.postMessage(setVolume(request) satisfies PdfMessage);
  port.close();
}
