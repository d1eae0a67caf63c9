/** A frame of a backup: where its bytes lie, and they themselves; null where they are more than is read at once. */
export interface FrameBytes {
  readonly offset: number;
  readonly length: number;
  readonly bytes: Uint8Array | null;
  /** The file ends before the frame does. */
  readonly isCut: boolean;
}

/** The app's longest texts are files of their own: real frames have some kilobytes. Bounds memory. */
export const LARGEST_FRAME = 16 * 1024 * 1024;

/** The length that stands before a frame, as a varint; null where it is cut off or longer than eight bytes. */
export function frameLength(bytes: Uint8Array, at: number): { readonly bytes: number; readonly next: number } | null {
  let length = 0;
  for (let i = 0; i < 8; i += 1) {
    const byte = bytes[at + i];
    if (byte === undefined) return null;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { bytes: length, next: at + i + 1 };
  }
  return null;
}

/** Splits a file into its frames. One that is too large is passed over by its stated length; what ends early is the last. */
export async function* readFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly FrameBytes[]> {
  let held: Uint8Array = new Uint8Array(0);
  let offset = 0;
  // Bytes of a frame that is too large, still to be passed over.
  let passing = 0;
  let parts: Uint8Array[] = [];
  let gathered = 0;
  let wanted = 0;
  for await (const chunk of chunks) {
    let fresh: Uint8Array = chunk;
    if (passing > 0) {
      const skipped = Math.min(passing, fresh.length);
      passing -= skipped;
      offset += skipped;
      fresh = fresh.subarray(skipped);
    }
    if (fresh.length === 0) continue;
    // A long frame is put together once, not anew with each piece.
    parts.push(fresh);
    gathered += fresh.length;
    if (held.length + gathered < wanted) continue;
    const bytes = held.length === 0 && parts.length === 1 ? fresh : Buffer.concat([held, ...parts]);
    [parts, gathered, wanted] = [[], 0, 0];
    const frames: FrameBytes[] = [];
    let at = 0;
    while (at < bytes.length) {
      const length = frameLength(bytes, at);
      if (length === null) {
        if (bytes.length - at < 8) break;
        yield [...frames, { offset: offset + at, length: bytes.length - at, bytes: null, isCut: true }];
        return;
      }
      const end = length.next + length.bytes;
      if (length.bytes > LARGEST_FRAME) {
        frames.push({ offset: offset + length.next, length: length.bytes, bytes: null, isCut: false });
        passing = Math.max(0, end - bytes.length);
        at = Math.min(end, bytes.length);
        continue;
      }
      if (end > bytes.length) {
        wanted = end - at;
        break;
      }
      frames.push({ offset: offset + length.next, length: length.bytes, bytes: bytes.subarray(length.next, end), isCut: false }); // prettier-ignore
      at = end;
    }
    if (frames.length > 0) yield frames;
    offset += at;
    held = new Uint8Array(bytes.subarray(at));
  }
  const left = Buffer.concat([held, ...parts]);
  if (left.length > 0 || passing > 0) yield [{ offset, length: left.length, bytes: null, isCut: true }];
}
