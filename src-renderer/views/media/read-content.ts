import { ask } from '../../engine/use-engine.ts';

const SLICE = 1_048_576;

/** All bytes of an attachment's content, through the engine, slice by slice; stops where `signal` says so. */
export async function readContent(
  attachment: number,
  sizeBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  // prettier-ignore
  const bytes = new Uint8Array(sizeBytes);
  for (let offset = 0; offset < sizeBytes;) {
    const slice = await ask('attachment.read', { attachment, part: 'content', offset, length: SLICE }, signal);
    signal.throwIfAborted();
    const part = Uint8Array.from(atob(slice.bytes), (letter) => letter.charCodeAt(0));
    if (part.length === 0) throw new Error(`attachment ${attachment} is shorter than stated`);
    bytes.set(part.subarray(0, sizeBytes - offset), offset);
    offset += part.length;
  }
  return bytes;
}
