import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { silkVoice } from '../../../fixtures/silk-voice.ts';
import { decodeSilk, SILK_RATE } from './silk-decoder.ts';
import { deriveSilk, MOST_SILK_BYTES, SilkFailed } from './silk-sound.ts';

const FRAME = 480;

/** A voice whose frames of 20 ms each have a pitch of their own. */
async function scale(frames: number): Promise<Buffer> {
  const samples = new Int16Array(frames * FRAME).map((_, at) => {
    const frame = Math.floor(at / FRAME);
    return Math.round(Math.sin(((at % FRAME) / SILK_RATE) * (200 + frame * 100) * 2 * Math.PI) * 9000);
  });
  const { encode } = createRequire(import.meta.url)('silk-wasm') as {
    readonly encode: (input: Uint8Array, rate: number) => Promise<{ readonly data: Uint8Array }>;
  };
  return Buffer.from((await encode(new Uint8Array(samples.buffer), SILK_RATE)).data);
}

/** The pitch of each frame of a WAV file, by how often its samples change their sign. */
function pitches(wav: Uint8Array): readonly number[] {
  const view = Buffer.from(wav.buffer, wav.byteOffset, wav.length);
  const samples = Array.from({ length: (view.length - 44) / 2 }, (_, at) => view.readInt16LE(44 + at * 2));
  return Array.from({ length: samples.length / FRAME }, (_, frame) => {
    const own = samples.slice(frame * FRAME, (frame + 1) * FRAME);
    return own.filter((sample, at) => at > 0 && sample < 0 !== (own[at - 1] ?? 0) < 0).length * 25;
  });
}

describe('the sound of SILK', () => {
  it('is whole: no frame is lost, none is added', async () => {
    const { content, refusal, damage } = await deriveSilk(await scale(24), decodeSilk);
    expect([refusal, damage, content?.type, content?.durationS]).toEqual([null, [], 'audio/wav', 0.48]);
    const told = pitches(content?.bytes ?? new Uint8Array());
    expect(told).toHaveLength(24);
    // A frame lags behind by the decoder's own delay; without the third and fourth packet the steps would be torn.
    told.forEach((pitch, frame) => {
      if (frame > 1) expect(Math.abs(pitch - (200 + frame * 100))).toBeLessThanOrEqual(60);
    });
  });

  it('follows from the same bytes alone, one packet suffices', async () => {
    const [one, two] = [await deriveSilk(silkVoice(1), decodeSilk), await deriveSilk(silkVoice(1), decodeSilk)];
    expect(one.content?.sha256).toBe(two.content?.sha256);
    expect(one.content?.bytes.length).toBe(44 + 48 * FRAME * 2);
    const short = await deriveSilk(silkVoice(0).subarray(0, 41), decodeSilk);
    expect(short).toMatchObject({ refusal: null, damage: [], content: { durationS: 0.02 } });
  });

  it('is made of the packets before damage, which is told', async () => {
    const cut = await deriveSilk(silkVoice(1).subarray(0, 1500), decodeSilk);
    expect(cut.damage).toEqual([expect.stringMatching(/is cut off$/u)]);
    expect(cut.content?.durationS).toBeGreaterThan(0.5);
    const others = [Buffer.from('\u0002#!SILK_V3', 'latin1'), Buffer.from('\u0002#!SILK_V3\u0000\u0080', 'latin1')];
    for (const bytes of others) expect(await deriveSilk(bytes, decodeSilk)).toMatchObject({ content: null, refusal: 'damaged' }); // prettier-ignore
  });

  it('is refused where it is too large, or the decoder fails', async () => {
    const large = Buffer.concat([silkVoice(1), Buffer.alloc(MOST_SILK_BYTES)]);
    expect(await deriveSilk(large, decodeSilk)).toMatchObject({ content: null, refusal: 'too-large' });
    const fails = (): Promise<never> => Promise.reject(new SilkFailed());
    expect(await deriveSilk(silkVoice(1), fails)).toMatchObject({ content: null, refusal: 'decoder-failed' });
  });
});
