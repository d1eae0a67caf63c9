import { silkPackets, silkSeconds, walkSilk } from '../decode/silk-frames.ts';
import { digestsOf } from '../hash.ts';
import type { DerivationMethod, Derived, Refusal } from './derived.ts';
import { SILK_RATE, type SilkSamples } from './silk-decoder.ts';
import { wavOf } from './wav.ts';

const SILK: DerivationMethod = 'silk';
/** A quarter of an hour; the apps record a minute. */
const MOST_PACKETS = 45_000;
/** Larger recordings are not looked at. */
export const MOST_SILK_BYTES = 8_388_608;

/** Decodes packets, each with its length before it; rejects with `SilkFailed` where the decoder gives nothing. */
export type SilkDecoder = (packets: readonly Uint8Array[]) => Promise<SilkSamples>;

/** The decoder stopped, or did not end in time. */
export class SilkFailed extends Error {}

/**
 * The sound of a SILK recording as a WAV file. Only packets that can be walked reach the decoder; what is cut off or damaged
 * behind them is told.
 */
export async function deriveSilk(stored: Uint8Array, decode: SilkDecoder): Promise<Derived> {
  const framing = walkSilk(stored);
  const head = { method: SILK, parameters: [], storedSha256: digestsOf(stored, []).sha256, damage: [framing?.damage ?? []].flat() } as const; // prettier-ignore
  const refuse = (refusal: Refusal): Derived => ({ ...head, content: null, refusal });
  if (stored.length > MOST_SILK_BYTES || (framing?.packets ?? 0) > MOST_PACKETS) return refuse('too-large');
  if (framing === null || framing.packets === 0) return refuse('damaged');
  let decoded: SilkSamples;
  try {
    decoded = await decode(silkPackets(stored, framing));
  } catch (error) {
    if (!(error instanceof SilkFailed)) throw error;
    return refuse('decoder-failed');
  }
  const { samples, isWhole } = decoded;
  if (samples.length < 2) return refuse('decoder-failed');
  const durationS = Math.floor(samples.length / 2) / SILK_RATE;
  const bytes = wavOf(samples, SILK_RATE);
  const odd = isWhole ? [] : [`the decoder gave ${durationS.toFixed(2)} s, the packets last ${silkSeconds(framing).toFixed(2)} s at 20 ms each`]; // prettier-ignore
  return {
    ...head,
    content: { bytes, sha256: digestsOf(bytes, []).sha256, type: 'audio/wav', durationS },
    refusal: null,
    damage: [...head.damage, ...odd],
  };
}
