/** `#!SILK_V3`, which Tencent's apps put a byte 0x02 before. kn007/silk-v3-decoder@507be6b, `silk/test/Decoder.c`. */
const MAGIC = '#!SILK_V3';
/** What a packet lasts at least: one frame. The same file, `FRAME_LENGTH_MS`; packets of Tencent's apps hold one. */
const FRAME_MS = 20;
/** Longest packet that the published decoder takes: five frames of 1024 bytes. The same file. */
const MOST_PACKET_BYTES = 5120;

/** What the framing of a SILK recording says; the sound itself is not looked at. */
export interface SilkFraming {
  /** A byte 0x02 stands before the magic. */
  readonly isTencent: boolean;
  /** Where the first packet's length stands. */
  readonly start: number;
  readonly packets: number;
  /** Packets of no bytes: lost ones, which a decoder fills. */
  readonly empty: number;
  /** The packets end with the length -1. */
  readonly isEnded: boolean;
  /** Bytes behind that end. */
  readonly behind: number;
  /** Why the packets cannot be walked to the end; null where they can. */
  readonly damage: string | null;
}

/** Walks the packets of a SILK recording: a length in two bytes, little endian, then so many bytes. Null for other files. */
export function walkSilk(bytes: Uint8Array): SilkFraming | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const isTencent = view[0] === 0x02;
  const start = (isTencent ? 1 : 0) + MAGIC.length;
  if (view.toString('latin1', isTencent ? 1 : 0, start) !== MAGIC) return null;
  let [packets, empty, at] = [0, 0, start];
  const framing = (damage: string | null, isEnded = false): SilkFraming => ({ isTencent, start, packets, empty, isEnded, behind: isEnded ? view.length - at : 0, damage }); // prettier-ignore
  while (at < view.length) {
    if (at + 2 > view.length) return framing('the length of the last packet is cut off');
    const length = view.readInt16LE(at);
    if (length === -1) {
      at += 2;
      return framing(null, true);
    }
    if (length < 0 || length > MOST_PACKET_BYTES)
      return framing(`the packet at byte ${at} states a length of ${length}`);
    if (at + 2 + length > view.length) return framing(`the packet at byte ${at} is cut off`);
    at += 2 + length;
    packets += 1;
    if (length === 0) empty += 1;
  }
  return framing(packets === 0 ? 'it holds no packet' : null);
}

/** The packets that were walked, each with its length before it. */
export function silkPackets(bytes: Uint8Array, { start, packets }: SilkFraming): readonly Uint8Array[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = start;
  return Array.from({ length: packets }, () => {
    const from = at;
    at += 2 + view.readInt16LE(at);
    return view.subarray(from, at);
  });
}

/** What the packets last where each holds one frame, in seconds. */
export function silkSeconds({ packets }: SilkFraming): number {
  return (packets * FRAME_MS) / 1000;
}
