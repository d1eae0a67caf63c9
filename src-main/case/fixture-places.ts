import type { Detail } from '../model/index.ts';
import { sql } from '../sqlite/index.ts';
import { NOON_MS, sentAt, storyteller, type tempCase } from './fixture-case.ts';

/** Places of every use in a case made for a test: shown, at 0,0, outside the Earth, missing, polar, and one stated by a file. */
export function tellPlaces({ file, source }: Pick<ReturnType<typeof tempCase>, 'file' | 'source'>): void {
  const tell = storyteller(file, source);
  for (const key of ['ann', 'bob']) tell.account(key);
  tell.conversation('pair');
  const place = (key: string, latitude: number, longitude: number, more: Partial<Detail['content']> = {}): void => {
    tell.writer.write({ kind: 'detail', key: `place:${key}`, from: tell.from('message_location'), message: key,
      content: { type: 'location', latitude, longitude, name: null, address: null, url: null, liveS: null, ...more } as Detail['content'] }, tell.context()); // prettier-ignore
  };
  const say = (key: string, sender: string, minute: number | null, state: 'live' | 'marked-deleted' = 'live'): void => {
    const times = minute === null ? [] : [sentAt(NOON_MS + minute * 60_000)];
    tell.message(key, 'pair', null, { type: 'location', sender, times, from: tell.from('message', state) });
  };
  say('gate', 'ann', 3);
  place('gate', 53.5413, 9.9841, { name: 'Gate 4' });
  say('same', 'bob', 1);
  place('same', 53.5413, 9.9841);
  say('live', 'bob', 2, 'marked-deleted');
  place('live', -33.85, 151.2, { liveS: 3600, role: 'last', time: sentAt(NOON_MS + 150_000) });
  say('zero', 'ann', 4);
  place('zero', 0, 0, { name: 'Somewhere' });
  say('off', 'ann', 5);
  place('off', 91.5, 9);
  say('none', 'ann', null);
  place('none', NaN, 9);
  say('pole', 'bob', 6);
  place('pole', 89, -180);
  say('photo', 'ann', 0);
  tell.writer.write({ kind: 'attachment', key: 'a', from: tell.from('message_media'), message: 'photo', type: 'image',
    mediaType: null, name: null, caption: null, path: 'Media/pier.jpg', candidates: [], sha256: null, sizeBytes: null, durationS: null,
    width: null, height: null, thumbnail: null, transcript: null }, { ...tell.context(), content: { file: 2, matchedBy: 'path' } }); // prettier-ignore
  tell.done();
  file.db.run(sql`INSERT INTO media_position (file, latitude, longitude, said_by, stored, at, length)
    VALUES (2, 53.5, 10.0, 'EXIF GPS', '53/1 30/1 0/1 N', 40, 24), (1, NULL, NULL, NULL, NULL, NULL, NULL)`);
}
