import { describe, expect, it } from 'vitest';
import { silkVoice } from '../../../fixtures/silk-voice.ts';
import { mutationsOf } from '../fixture-mutations.ts';
import { readMediaMetadata } from '../media-metadata.ts';
import { silkPackets, silkSeconds, walkSilk } from './silk-frames.ts';

const VOICE = silkVoice(0.24);
const metadata = (file: Buffer) =>
  readMediaMetadata((offset, length) => Promise.resolve(file.subarray(offset, offset + length)), file.length);

describe('packets of SILK', () => {
  it('are counted, with Tencent\u2019s byte and without, with an end and without', () => {
    expect(walkSilk(VOICE)).toEqual({ isTencent: true, start: 10, packets: 12, empty: 0, isEnded: false, behind: 0, damage: null }); // prettier-ignore
    const plain = Buffer.concat([VOICE.subarray(1), Buffer.from([0xff, 0xff])]);
    expect(walkSilk(plain)).toMatchObject({ isTencent: false, packets: 12, isEnded: true, damage: null });
    expect(walkSilk(silkVoice(0.24, Buffer.from('more')))).toMatchObject({ packets: 12, isEnded: true, behind: 4 });
    expect(walkSilk(Buffer.from('#!AMR\n'))).toBeNull();
  });

  it('are told as facts of the file', async () => {
    const { type, structure } = await metadata(VOICE);
    expect(type).toBe('audio/silk');
    expect(structure?.form).toBe('SILK');
    expect(structure?.facts.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'form: SILK v3 with a byte 0x02 before it',
      'packets: 12 (0.24 s at 20 ms each, counted)',
    ]);
  });

  it('stop where a length cannot be true', () => {
    const packet = VOICE.length - 300;
    expect(walkSilk(VOICE.subarray(0, packet))?.damage).toMatch(/cut off/u);
    expect(walkSilk(Buffer.concat([VOICE, Buffer.from([7])]))).toMatchObject({ packets: 12, damage: 'the length of the last packet is cut off' }); // prettier-ignore
    expect(walkSilk(Buffer.concat([VOICE, Buffer.from([0xfe, 0xff])]))).toMatchObject({ packets: 12, damage: `the packet at byte ${VOICE.length} states a length of -2` }); // prettier-ignore
    expect(walkSilk(Buffer.concat([VOICE, Buffer.from([0x01, 0x14])]))?.damage).toMatch(/length of 5121/u);
    expect(walkSilk(VOICE.subarray(0, 10))?.damage).toBe('it holds no packet');
  });

  it('lie inside the bytes however they are broken', () => {
    for (const bytes of mutationsOf([VOICE, silkVoice(0.12, Buffer.from('x'))], 1500, 20_261_123)) {
      const framing = walkSilk(bytes);
      if (framing === null) continue;
      const packets = silkPackets(bytes, framing);
      const length = packets.reduce((sum, packet) => sum + packet.length, 0);
      expect(framing.start + length).toBeLessThanOrEqual(bytes.length);
      expect(silkSeconds(framing)).toBe(packets.length / 50);
    }
  });
});
