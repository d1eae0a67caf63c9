import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ItemView, JobView, LockList, Page, SourceView } from '../../src-main/contract/index.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';
import { temporaryFolder } from './read-source.ts';

const corpus = resolve(import.meta.dirname, '../../../shared/corpus/signal/synthetic-android-db');
const DATABASE = 'data/data/org.thoughtcrime.securesms/databases/signal.db';

interface Expected {
  readonly sqlcipher_key_hex_passphrase: string;
  readonly rows: Readonly<Record<string, number>>;
}

describe.skipIf(!existsSync(corpus))('the synthetic store of the corpus, written by SQLCipher 3.4.1', () => {
  const folder = temporaryFolder();
  let engine: CaseEngine;
  const said = existsSync(corpus)
    ? (JSON.parse(readFileSync(join(corpus, 'expected.json'), 'utf8')) as Expected)
    : null;
  beforeAll(async () => {
    const exhibit = join(folder.path, 'phone');
    mkdirSync(join(exhibit, DATABASE, '..'), { recursive: true });
    cpSync(join(corpus, 'signal.db'), join(exhibit, DATABASE));
    engine = caseEngine(folder.path);
    await engine.value('case.create', { path: join(folder.path, 'case'), number: '6', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
    await engine.job('exhibit.add', { reference: 'A', path: exhibit });
  }, 60_000);
  afterAll(async () => {
    await engine.close();
    folder[Symbol.dispose]();
  });

  test('is one lock, which a key that does not fit leaves closed', async () => {
    const { locks } = await engine.value<LockList>('lock.list');
    expect(locks.map(({ kind, path }) => [kind, path])).toEqual([['sqlcipher', DATABASE]]);
    const { id } = await engine.value<JobView>('lock.open', { lock: locks[0]?.id, key: { typed: 'a'.repeat(64) } });
    expect(await engine.value<JobView>('job.wait', { job: id })).toMatchObject({ state: 'failed', failure: { code: 'wrong-key' } }); // prettier-ignore
  });

  test('is read as its manifest says', async () => {
    const { locks } = await engine.value<LockList>('lock.list');
    await engine.job('lock.open', { lock: locks[0]?.id, key: { typed: said?.sqlcipher_key_hex_passphrase } });
    await engine.job('source.ingest', {});
    const sources = await engine.value<readonly SourceView[]>('source.list');
    expect(sources.map(({ label, variant, balanced }) => [label, variant, balanced])).toEqual([
      ['Signal for Android', 'attachment-table', true],
    ]);
    const { rows } = await engine.value<Page<ItemView>>('item.page', { filter: { classes: ['message'] }, limit: 50 });
    // Seven rows, of which one is an earlier wording of another.
    expect(rows).toHaveLength((said?.rows.message ?? 0) - 1);
    expect(rows.map(({ type, direction, body }) => [type, direction, body])).toEqual([
      ['text', 'incoming', 'Hello from Bob'],
      ['text', 'outgoing', 'second wording (edited)'],
      ['image', 'incoming', 'see picture 📷 äöü'],
      ['revoked', 'incoming', null],
      ['call', 'incoming', null],
      ['system', 'unknown', null],
    ]);
    expect(rows[2]).toMatchObject({ quote: { body: 'first wording' } });
  });
});
