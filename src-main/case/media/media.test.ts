import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Attachment } from '../../model/index.ts';
import { NOON_MS, sentAt, storyteller, tempCase } from '../fixture-case.ts';
import { createTag, getMedia, pageMedia, tagItems } from '../index.ts';
import { sql } from '../../sqlite/index.ts';

const PIER = 'cd'.repeat(32);
const GONE = '12'.repeat(32);

let made: ReturnType<typeof tempCase>;

beforeAll(() => {
  made = tempCase();
  const tell = storyteller(made.file, made.source);
  const pier = made.file.db.value<number>(sql`SELECT id FROM file WHERE sha256 = ${PIER}`) ?? 0;
  tell.account('ada', { names: [{ name: 'Ada', givenBy: 'owner', column: 'n' }] });
  tell.account('ben', { names: [{ name: 'Ben', givenBy: 'owner', column: 'n' }] });
  tell.conversation('crew', { title: 'Crew' });
  tell.conversation('quay', { title: 'Quay' });
  const attach = (message: string, more: Partial<Omit<Attachment, 'stored'>>, hasContent = false): void => {
    const record: Attachment = { kind: 'attachment', key: message, message, from: tell.from('media'), type: 'image', mediaType: 'image/jpeg', name: null,
      caption: null, path: null, candidates: [], sha256: null, sizeBytes: null, durationS: null, width: null, height: null,
      thumbnail: null, transcript: null, ...more }; // prettier-ignore
    tell.writer.write(record, { ...tell.context(), ...(hasContent && { content: { file: pier, matchedBy: 'path' as const } }) }); // prettier-ignore
  };
  const at = (hour: number) => ({ times: [sentAt(NOON_MS + hour * 3_600_000)] });
  tell.message('late', 'crew', null, { ...at(3), sender: 'ben', type: 'image' });
  attach('late', { sizeBytes: 77, sha256: PIER }, true);
  attach('late', { type: 'document', name: 'plan.pdf', sizeBytes: 900 });
  tell.message('early', 'quay', null, { ...at(1), sender: 'ada', type: 'image' });
  attach('early', { sizeBytes: 77, sha256: PIER, thumbnail: Uint8Array.of(1, 2) });
  tell.message('twin', 'quay', null, { ...at(2), sender: 'ada', type: 'image' });
  attach('twin', {}, true);
  tell.message('gone', 'crew', null, { ...at(4), sender: 'ada', type: 'voice' });
  attach('gone', { type: 'voice', sha256: GONE, sizeBytes: 5 });
  tell.message('text', 'crew', 'no attachment');
  tell.done();
});
afterAll(() => {
  made.remove();
});

const told = (rows: readonly { type: string; timeMs: number | null }[]): readonly string[] =>
  rows.map(({ type, timeMs }) => `${type} ${((timeMs ?? 0) - NOON_MS) / 3_600_000}`);

it('lists attachments by the time of their message and counts them by kind and presence', () => {
  const page = pageMedia(made.file.db, { filter: {}, limit: 10 });
  expect(told(page.rows)).toEqual(['image 1', 'image 2', 'image 3', 'document 3', 'voice 4']);
  expect(page.rows.map(({ presence }) => presence)).toEqual(['thumbnail', 'present', 'present', 'absent', 'absent']);
  expect(page.kinds).toEqual([
    { type: 'document', present: 0, thumbnail: 0, absent: 1 },
    { type: 'image', present: 2, thumbnail: 1, absent: 0 },
    { type: 'voice', present: 0, thumbnail: 0, absent: 1 },
  ]);
  expect(page.rows.map(({ copies }) => copies)).toEqual([0, 2, 2, 0, 0]);
});

it.each([
  ['size', false, [5, 77, 77, 77, 900]],
  ['size', true, [900, 77, 77, 77, 5]],
] as const)('orders by %s, descending: %s', (sort, descending, sizes) => {
  const { rows } = pageMedia(made.file.db, { filter: {}, sort, descending, limit: 10 });
  expect(rows.map(({ sizeBytes, contentBytes }) => sizeBytes ?? contentBytes)).toEqual(sizes);
});

it('orders by sender and by conversation, equals by time', () => {
  const by = (sort: 'sender' | 'conversation' | 'kind' | 'hash') => told(pageMedia(made.file.db, { filter: {}, sort, limit: 10 }).rows); // prettier-ignore
  expect(by('sender')).toEqual(['image 1', 'image 2', 'voice 4', 'image 3', 'document 3']);
  expect(by('conversation')).toEqual(['image 3', 'document 3', 'voice 4', 'image 1', 'image 2']);
  expect(by('kind')).toEqual(['document 3', 'image 1', 'image 2', 'image 3', 'voice 4']);
  expect(by('hash').slice(0, 2)).toEqual(['image 2', 'image 3']);
});

it('narrows by the filter, the kind, the presence and the hash, and pages by key', () => {
  const ask = (request: object) => told(pageMedia(made.file.db, { filter: {}, limit: 10, ...request }).rows);
  expect(ask({ filter: { attachments: 'present' } })).toEqual(['image 2', 'image 3']);
  expect(ask({ filter: { attachments: 'absent' } })).toEqual(['image 1', 'document 3', 'voice 4']);
  expect(ask({ kinds: ['voice', 'document'] })).toEqual(['document 3', 'voice 4']);
  expect(ask({ presences: ['thumbnail'] })).toEqual(['image 1']);
  expect(ask({ sha256: PIER })).toEqual(['image 1', 'image 2', 'image 3']);
  expect(ask({ sha256: GONE })).toEqual(['voice 4']);
  expect(ask({ filter: { fromMs: NOON_MS + 3 * 3_600_000 } })).toEqual(['image 3', 'document 3', 'voice 4']);
  const first = pageMedia(made.file.db, { filter: {}, limit: 2 });
  const second = pageMedia(made.file.db, { filter: {}, limit: 2, at: { cursor: first.after ?? '', direction: 'after' } }); // prettier-ignore
  expect([first.total, second.first, told(second.rows)]).toEqual([5, 2, ['image 3', 'document 3']]);
  expect(told(pageMedia(made.file.db, { filter: {}, limit: 1, at: { timeMs: NOON_MS + 3_600_001 } }).rows)).toEqual(['image 2']); // prettier-ignore
});

it('says where the same file is found, by its content or by the hash that the app stored', () => {
  const { rows } = pageMedia(made.file.db, { filter: {}, limit: 10 });
  const [preview, , present, document] = rows;
  const same = getMedia(made.file.db, present?.id ?? 0).same;
  expect(same).toMatchObject({ sha256: PIER, by: 'content', attachments: 3, absent: 1, filesTotal: 1, more: 0 });
  expect(same.conversations.map(({ title, attachments }) => [title, attachments])).toEqual([
    ['Quay', 2],
    ['Crew', 1],
  ]);
  expect(same.conversations[0]?.item).toBe(preview?.item);
  expect([same.firstMs, same.lastMs]).toEqual([NOON_MS + 3_600_000, NOON_MS + 3 * 3_600_000]);
  expect(same.files).toEqual([{ exhibitReference: 'A-1', path: 'Media/pier.jpg', sizeBytes: 77 }]);
  expect(getMedia(made.file.db, preview?.id ?? 0).same).toMatchObject({ by: 'stored', attachments: 3 });
  expect(getMedia(made.file.db, document?.id ?? 0).same).toMatchObject({ sha256: null, by: null, attachments: 0 });
  expect(() => getMedia(made.file.db, 999)).toThrow('not-found');
});

it('lists media by marks as they are now', () => {
  const { db } = made.file;
  const hand = { actor: 'R. Okafor', atMs: NOON_MS };
  const { tag } = createTag(db, hand, { name: 'Seen', colour: 'red', key: null, meaning: '' });
  const count = (): number => pageMedia(db, { filter: { tags: [tag] }, limit: 10 }).rows.length;
  expect(count()).toBe(0);
  const item = pageMedia(db, { filter: {}, limit: 1 }).rows[0]?.item ?? 0;
  tagItems(db, hand, tag, true, { items: [item] });
  expect(count()).toBe(1);
});
