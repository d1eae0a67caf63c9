import type { ContentView } from '../../../src-main/contract/index.ts';
import { ask } from '../../engine/use-engine.ts';

const SLICE = 1_048_576;

/** All bytes of an attachment's content as it is shown, through the engine, slice by slice; stops where `signal` says so, and beyond `mostBytes`. */
export async function readContent(
  attachment: number,
  mostBytes: number,
  signal: AbortSignal,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly method: ContentView['method'] }> {
  let slice: ContentView;
  let bytes = new Uint8Array(0);
  let offset = 0;
  do {
    slice = await ask('attachment.read', { attachment, part: 'shown', offset, length: SLICE }, signal);
    signal.throwIfAborted();
    if (slice.sizeBytes > mostBytes) throw new Error(`attachment ${attachment} is larger than is drawn`);
    if (offset === 0) bytes = new Uint8Array(slice.sizeBytes);
    const part = Uint8Array.from(atob(slice.bytes), (letter) => letter.charCodeAt(0));
    if (part.length === 0) throw new Error(`attachment ${attachment} is shorter than stated`);
    bytes.set(part.subarray(0, bytes.length - offset), offset);
    offset += part.length;
  } while (offset < bytes.length);
  return { bytes, method: slice.method };
}
