import { describe, expect, test } from 'vitest';
import type { Attachment } from '../model/index.ts';
import { matchMedia, rememberingNames, type MediaFile, type MediaIndex } from './media.ts';

const PLACE = { place: 'd:', modifiedMs: null, sha1: null, md5: null };

const files: readonly MediaFile[] = [
  { id: 1, path: 'app/Media/IMG-1.jpg', sha256: 'a'.repeat(64), sizeBytes: 10, ...PLACE },
  { id: 2, path: 'other/renamed.bin', sha256: 'b'.repeat(64), sizeBytes: 20, ...PLACE },
  { id: 3, path: 'moved/IMG-3.jpg', sha256: 'c'.repeat(64), sizeBytes: 30, ...PLACE },
];

const index: MediaIndex = {
  get: (path) => files.find((file) => file.path === path) ?? null,
  all: () => files,
  withHash: (sha256) => files.find((file) => file.sha256 === sha256) ?? null,
  withSize: (sizeBytes) => files.filter((file) => file.sizeBytes === sizeBytes),
};

function attachment(change: Partial<Attachment>): Attachment {
  return {
    kind: 'attachment',
    key: 'media:1',
    from: { at: [{ kind: 'row', file: 'd'.repeat(64), table: 'message_media', rowid: 1 }], state: 'live' },
    message: 'message:1',
    type: 'image',
    mediaType: 'image/jpeg',
    name: null,
    caption: null,
    path: null,
    candidates: [],
    sha256: null,
    sizeBytes: null,
    durationS: null,
    width: null,
    height: null,
    thumbnail: null,
    transcript: null,
    ...change,
  };
}

function outcome(change: Partial<Attachment>): readonly [number | null, string | null, readonly string[]] {
  const { content, matchedBy, issues } = matchMedia(attachment(change), 'app', rememberingNames(index));
  return [content?.id ?? null, matchedBy, issues.map((issue) => issue.code)];
}

describe('the content of an attachment', () => {
  test('is found at the first candidate path that exists, without an issue', () => {
    expect(outcome({ path: 'Media/IMG-1.jpg', candidates: ['Media/none.jpg', 'Media/IMG-1.jpg'] })).toEqual([
      1,
      'path',
      [],
    ]);
  });

  test('found by path with another hash than the stored one is named', () => {
    const [id, by, codes] = outcome({ candidates: ['Media/IMG-1.jpg'], sha256: 'f'.repeat(64) });
    expect([id, by, codes]).toEqual([1, 'path', ['media-hash-differs']]);
  });

  test('is found by the stored hash wherever it lies', () => {
    expect(outcome({ candidates: ['Media/gone.jpg'], sha256: 'b'.repeat(64) })).toEqual([
      2,
      'hash',
      ['media-matched-by-hash'],
    ]);
  });

  test('is found by name and size, and said to be no more than that', () => {
    expect(outcome({ path: 'Media/IMG-3.jpg', sizeBytes: 30 })).toEqual([
      3,
      'name-and-size',
      ['media-matched-by-name'],
    ]);
    expect(outcome({ path: 'Media/IMG-3.jpg', sizeBytes: 31 })).toEqual([null, null, ['media-missing']]);
  });

  test('is never looked for outside the exhibit', () => {
    expect(outcome({ path: '../../etc/passwd', candidates: ['../../../etc/passwd', '/etc/passwd'] })).toEqual([
      null,
      null,
      ['media-missing'],
    ]);
  });

  test('is not missed where the app names no file', () => {
    expect(outcome({})).toEqual([null, null, []]);
  });
});
