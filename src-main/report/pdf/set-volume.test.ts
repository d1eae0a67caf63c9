import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PNG } from '../fixture-input.ts';
import { FONT_FAMILIES } from './fonts.ts';
import { pictureSize } from './picture-size.ts';
import { setVolume } from './set-volume.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'affiant-pictures-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

/** A PNG's header with a size of its own and nothing behind it. */
function header(width: number, height: number): Buffer {
  const head = Buffer.from(PNG.subarray(0, 33));
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

// Start of image, application segment, frame of 480 × 640, no scan.
const JPEG = Buffer.from('ffd8ffe000041234ffc0001108028001e003012200021101031101', 'hex');

describe('pictureSize', () => {
  it.each([
    ['one.png', PNG, { width: 1, height: 1 }],
    ['frame.jpg', JPEG, { width: 480, height: 640 }],
    ['bomb.png', header(60_000, 60_000), null],
    ['empty.png', header(0, 5), null],
    ['cut.jpg', JPEG.subarray(0, 9), null],
    ['zero.jpg', Buffer.from('ffd8ffe00000ffe00000', 'hex'), null],
    ['text.png', Buffer.from('not a picture'), null],
    ['nothing.png', Buffer.alloc(0), null],
  ])('of %s', (name, bytes, size) => {
    expect(pictureSize(written(name, bytes))).toEqual(size);
  });
});

describe('setVolume', () => {
  const data = (names: readonly string[]): string => {
    const note = (name: string): object => ({ as: 'note', t: name, picture: { name, w: 20, h: 20 } });
    const line = {
      n: '1',
      when: '',
      utc: '',
      sender: 'Ada',
      who: '',
      out: false,
      tone: 'plain',
      long: false,
      places: '',
    };
    const text = {
      title: 'T',
      titleText: 'T',
      headLeft: '',
      headRight: '',
      footLeft: '',
      pageWord: 'Page',
      ofWord: 'of',
    };
    const said = {
      none: '',
      noLines: '',
      lead: '',
      transcript: 'Transcript',
      notDrawn: 'not drawn',
      pictureOf: 'Picture',
    };
    const { text: fonts, mono } = FONT_FAMILIES;
    return JSON.stringify({
      meta: { ...text, ...said, subtitle: [], date: [2024, 6, 1, 12, 0, 0], fonts, mono },
      front: null,
      back: null,
      conversations: [{ title: 'C', sub: [], lines: [{ ...line, blocks: names.map(note) }] }],
    });
  };
  const images = (bytes: Uint8Array): number =>
    [
      ...Buffer.from(bytes)
        .toString('latin1')
        .matchAll(/\/Subtype\s*\/Image/gu),
    ].length;

  it('draws a picture, and writes the volume without one that cannot be decoded', () => {
    const good = written('good.png', PNG);
    const broken = [written('broken.png', header(8, 8)), written('broken.jpg', JPEG)];
    const clockS = 1_717_243_200;
    const all = setVolume({
      data: data(['good.png', 'broken.png', 'broken.jpg']),
      pictures: [good, ...broken],
      clockS,
    });
    expect(all.standard).toBe('a-3a');
    expect(images(all.bytes)).toBe(images(setVolume({ data: data(['good.png']), pictures: [good], clockS }).bytes));
    expect(images(all.bytes)).toBeGreaterThan(0);
    expect(images(setVolume({ data: data(['broken.png']), pictures: broken, clockS }).bytes)).toBe(0);
  });
});
