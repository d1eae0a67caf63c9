import { createRequire } from 'node:module';

/** Rate at which voices are decoded: tools that play WeChat's voices take it. ppwwyyxx/wechat-dump@be3009f. */
export const SILK_RATE = 24_000;
/** Samples of one frame of 20 ms. */
const FRAME_SAMPLES = 480;
const MAGIC = Buffer.from('\u0002#!SILK_V3', 'latin1');
const END = Buffer.from([0xff, 0xff]);

/** The package's CommonJS form, which finds its `silk.wasm` beside itself: it must not be taken into a bundle. */
interface SilkWasm {
  readonly decode: (input: Uint8Array, rate: number) => Promise<{ readonly data: Uint8Array }>;
}

/** What the decoder makes of packets. */
export interface SilkSamples {
  /** Of 16 bits, little endian. */
  readonly samples: Uint8Array;
  /** The decoder gave as many frames as the packets hold, each as long as the others. */
  readonly isWhole: boolean;
}

/**
 * Samples of the packets of a SILK recording, each with its length before it. The decoder is compiled C that reads outside its
 * own memory on damaged packets and then stops or gives noise: run it only in a thread that ends after it.
 */
export async function decodeSilk(packets: readonly Uint8Array[]): Promise<SilkSamples> {
  const { decode } = createRequire(import.meta.url)('silk-wasm') as SilkWasm;
  const { data } = await decode(arranged(packets), SILK_RATE);
  const frame = data.length / (Math.max(packets.length, READ_AHEAD) + SURPLUS) / 2;
  const isWhole = frame > 0 && frame % FRAME_SAMPLES === 0;
  return { samples: isWhole ? data.slice(0, frame * 2 * packets.length) : data, isWhole };
}

/** Packets that the decoder gives more than it was given, at the end: those that it lost before. */
const SURPLUS = 2;
/** Packets that it takes without looking for an end. */
const READ_AHEAD = 2;

/**
 * silk-wasm 3.7.1 (idranme/silk-wasm@e0575d2, `binding/libSilkCodec/src/decoder.c`) reads two packets ahead, never decodes the
 * third and fourth, and repeats the last ones instead: 40 ms of each voice are missing and the end is made up. So two
 * packets that may be lost are put there, and the end is cut off; `silk-sound.test.ts` holds both against the frames.
 */
function arranged(packets: readonly Uint8Array[]): Uint8Array {
  const [first = END, second = first, ...others] = packets;
  return Buffer.concat([MAGIC, first, second, first, first, ...others, END]);
}
