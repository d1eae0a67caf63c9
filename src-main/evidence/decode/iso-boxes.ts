/** A box of an ISO base media file: its content's place in the bytes that were read. */
export interface Box {
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

/** Boxes of one level at most. */
const MOST_BOXES = 4000;

/** The boxes that stand side by side in a run of bytes; ends at one that does not fit. Source: ISO/IEC 14496-12, 4.2. */
export function* boxesIn(bytes: Buffer, from: number, to: number): Generator<Box> {
  let at = from;
  for (let count = 0; count < MOST_BOXES && at + 8 <= to; count += 1) {
    const short = bytes.readUInt32BE(at);
    const head = short === 1 ? 16 : 8;
    if (at + head > to) return;
    const size = short === 0 ? to - at : short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    if (size < head || at + size > to) return;
    yield { type: bytes.toString('latin1', at + 4, at + 8), from: at + head, to: at + size };
    at += size;
  }
}

/** The first box of a type in a run of bytes. */
export function boxIn(bytes: Buffer, { from, to }: Omit<Box, 'type'>, type: string): Box | null {
  for (const box of boxesIn(bytes, from, to)) if (box.type === type) return box;
  return null;
}
