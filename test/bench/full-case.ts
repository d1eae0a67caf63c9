import Database from 'better-sqlite3';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FULL_SIZE } from '../../fixtures/bulk.ts';
import { seededRandom } from '../../fixtures/random.ts';
import { openBenchEngine, type BenchEngine } from './bench-engine.ts';
import { writeExhibit, type BenchPaths } from './ingest.ts';

/** Messages of the second phone, each of a type that nobody knows: as many issues. */
const ISSUES = 100_000;
/** Items with a tag, a note or a bookmark. */
const MARKED = { tagged: 20_000, noted: 300, bookmarked: 1000 } as const;

/**
 * A case as a long investigation leaves it, made once per size: the bulk phone with media and calls, a second phone whose
 * messages give an issue each, and an examiner's marks.
 */
export async function prepareFullCase(folder: string, messages: number): Promise<BenchPaths> {
  const base = join(folder, `full-${messages}`);
  const paths = { exhibit: join(base, 'exhibit'), case: join(base, 'case'), appDir: join(base, 'app') };
  const done = join(base, 'made');
  if (existsSync(done)) return paths;
  rmSync(base, { recursive: true, force: true });
  const scale = messages / FULL_SIZE.messages;
  const scaled = (count: number): number => Math.round(count * scale);
  await writeExhibit(paths.exhibit, {
    messages,
    conversations: Math.max(10, Math.round(FULL_SIZE.conversations * Math.min(1, scale * 4))),
    attachments: scaled(FULL_SIZE.attachments),
    present: Math.min(FULL_SIZE.present ?? 0, scaled(FULL_SIZE.attachments)),
    calls: scaled(FULL_SIZE.calls ?? 0),
    places: scaled(FULL_SIZE.places ?? 0),
  });
  const odd = join(base, 'odd');
  await writeExhibit(odd, { messages: scaled(ISSUES), conversations: 50, attachments: 0 });
  makeTypesUnknown(join(odd, 'data/data/com.whatsapp/databases/msgstore.db'));
  const engine = openBenchEngine(paths.appDir);
  const authority = { kind: 'training', reference: 'made by code', issuer: '' } as const;
  await engine.call('case.create', { path: paths.case, number: 'BENCH', examiner: 'bench', authority });
  await engine.job('exhibit.add', { path: paths.exhibit, reference: 'X-1' });
  await engine.job('exhibit.add', { path: odd, reference: 'X-2' });
  await engine.job('source.ingest', {});
  await mark(engine, scale);
  await engine.close();
  writeFileSync(done, '');
  return paths;
}

function makeTypesUnknown(path: string): void {
  const db = new Database(path);
  db.exec('UPDATE message SET message_type = 7000 + _id % 40');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

async function mark(engine: BenchEngine, scale: number): Promise<void> {
  const random = seededRandom(5);
  const tags = [
    await engine.call('tag.create', { name: 'Relevant', colour: 'red', key: 1 }),
    await engine.call('tag.create', { name: 'Looked at', colour: 'blue', key: 2 }),
  ];
  const { total } = await engine.call('item.page', { filter: {}, limit: 1 });
  const pick = async (count: number): Promise<number[]> => {
    const ids = new Set<number>();
    while (ids.size < count) {
      const at = { index: Math.floor(random() * Math.max(1, total - 200)) };
      const { rows } = await engine.call('item.page', { filter: {}, limit: 200, at });
      for (const { id } of rows) if (ids.size < count) ids.add(id);
    }
    return [...ids];
  };
  for (const { tag } of tags)
    await engine.call('item.tag', { tag, on: true, items: await pick(Math.round((MARKED.tagged / 2) * scale)) });
  for (const item of await pick(Math.round(MARKED.noted * scale)))
    await engine.call('note.add', { item, text: 'Asked about in the second interview.' });
  await engine.call('item.bookmark', { on: true, items: await pick(Math.round(MARKED.bookmarked * scale)) });
}
