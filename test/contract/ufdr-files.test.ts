import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import { writeSampleReport } from '../../fixtures/ufdr-exhibit.ts';
import type { IssueView, ItemView, LockList, Page, SourceComparison, SourceView } from '../../src-main/contract/index.ts'; // prettier-ignore
import { caseEngine } from './case-engine.ts';
import { temporaryFolder } from './read-source.ts';

/* A report of another tool: the files in it bear the paths that they had on the phone, and are read as if they lay there. */

const folder = temporaryFolder();
const engine = caseEngine(folder.path);
const DATABASE = 'report.xml!/data/data/com.whatsapp/databases/msgstore.db';
let report = 0;
let database = 0;

beforeAll(async () => {
  const whole = scenario();
  const posts = [...whole.posts()].slice(0, 450);
  const sample = await writeSampleReport({ ...whole, posts: () => posts }, folder.path);
  const changed = join(folder.path, 'changed');
  mkdirSync(join(changed, 'files/Text'), { recursive: true });
  writeFileSync(join(changed, 'files/Text/1.txt'), 'abc');
  writeFileSync(join(changed, 'files/Text/2.txt'), 'other bytes');
  writeFileSync(join(changed, 'files/Text/5.txt'), 'five');
  writeFileSync(join(changed, 'files/Text/6.txt'), 'in no list');
  writeFileSync(join(changed, 'files/Text/7.txt'), 'without a path');
  writeFileSync(join(changed, 'report.xml'), HAND_WRITTEN);
  const authority = { kind: 'training', reference: 'R-1', issuer: 'test' };
  await engine.value('case.create', { path: join(folder.path, 'case'), number: 'C-1', examiner: 'E', authority });
  await engine.job('exhibit.add', { path: sample.path, reference: sample.reference });
  await engine.job('exhibit.add', { path: changed, reference: 'U-2' });
  await engine.job('source.ingest', {});
  const sources = await engine.value<readonly SourceView[]>('source.list');
  report = sources.find(({ parser, exhibitReference }) => parser === 'cellebrite-ufdr' && exhibitReference === 'A-5')?.id ?? 0; // prettier-ignore
  database = sources.find(({ parser }) => parser === 'whatsapp-android')?.id ?? 0;
}, 60_000);

afterAll(async () => {
  await engine.close();
  folder[Symbol.dispose]();
});

/** MD5 and SHA-1 of `abc` are those of RFC 1321 and RFC 3174. */
const HAND_WRITTEN = `<?xml version="1.0" encoding="utf-8"?>
<project xmlns="http://pa.cellebrite.com/report/2.0"><taggedFiles>
<file fs="data" path="/data/one.txt" size="3" id="a" deleted="Intact"><metadata section="File"><item name="Local Path"><![CDATA[files\\Text\\1.txt]]></item><item name="MD5">900150983CD24FB0D6963F7D28E17F72</item></metadata></file>
<file fs="data" path="/data/../../two.txt" size="3" id="b" deleted="Deleted"><metadata section="File"><item name="Local Path"><![CDATA[files\\Text\\2.txt]]></item><item name="SHA1">a9993e364706816aba3e25717850c26c9cd0d89d</item></metadata></file>
<file fs="data" path="/data/three.txt" size="3" id="c"><metadata section="File"><item name="Local Path"><![CDATA[files\\Text\\3.txt]]></item></metadata></file>
<file fs="data" path="/data/four.txt" size="3" id="d" />
<file fs="data" size="14" id="g"><metadata section="File"><item name="Local Path"><![CDATA[files\\Text\\7.txt]]></item></metadata></file>
</taggedFiles><decodedData><modelType type="Note"><model type="Note" id="e" deleted_state="Intact" /></modelType></decodedData>
<taggedFiles><file fs="data" path="/data/one.txt" size="3" id="a"><metadata section="File"><item name="Local Path"><![CDATA[files\\Text\\1.txt]]></item></metadata></file>
<file fs="card" path="/five.txt" size="3" id="f"><metadata section="File"><item name="Local Path"><![CDATA[files\\Text\\5.txt]]></item></metadata></file></taggedFiles></project>`;

test('what lies in a report is opened without a key, and its hashes are compared', async () => {
  const { locks } = await engine.value<LockList>('lock.list');
  expect(locks.map(({ kind, path, state }) => [kind, path, state])).toEqual([
    ['ufdr', 'report.xml', 'opened'],
    ['ufdr', 'report.xml', 'opened'],
  ]);
  const issues = await engine.value<Page<IssueView>>('issue.page', { limit: 500 });
  const ofChanged = issues.rows.filter(({ where }) => where.startsWith('report.xml!/'));
  expect(ofChanged.map(({ code, where, stored }) => [code, where, stored])).toEqual(
    expect.arrayContaining([
      ['archive-damaged', 'report.xml!//data/../../two.txt', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
      ['file-unreadable', 'report.xml!//data/three.txt', 'files/Text/3.txt'],
      ['unresolved-reference', 'report.xml!//data/../../two.txt', null],
    ]),
  );
  expect(ofChanged.filter(({ where }) => where.includes('one.txt'))).toEqual([]);
});

test('each file of the report is accounted for: as stated, otherwise, not held, not exported, listed again, in no list', async () => {
  const { locks } = await engine.value<LockList>('lock.list');
  expect(locks.map(({ opened }) => opened?.settings)).toContainEqual({ lists: '2', files: '3', notExported: '1', withoutPayload: '1', listedAgain: '1', unlisted: '1', withoutPath: '1', hashesAgree: '1', hashesDiffer: '1' }); // prettier-ignore
  const issues = await engine.value<Page<IssueView>>('issue.page', { limit: 500 });
  expect(issues.rows.filter(({ stored }) => stored === 'files/Text/6.txt')).toMatchObject([{ code: 'unresolved-reference', where: 'report.xml' }]); // prettier-ignore
  expect(issues.rows.filter(({ where }) => where === 'report.xml!/files/Text/7.txt')).toMatchObject([{ code: 'unresolved-reference' }]); // prettier-ignore
});

test('the database in it finds its media by the paths of the phone', async () => {
  const { rows } = await engine.value<Page<ItemView>>('item.page', { filter: { sources: [database] }, limit: 500 });
  const present = rows.flatMap(({ attachments }) => attachments).filter(({ presence, matchedBy }) => presence === 'present' && matchedBy === 'path'); // prettier-ignore
  expect(present.length).toBeGreaterThan(5);
  expect(
    present.filter(({ contentPath }) => contentPath?.startsWith('report.xml!/sdcard/Android/media/') !== true),
  ).toEqual([]);
});

test('its records lead through the report to the file in the container', async () => {
  const { rows } = await engine.value<SourceComparison>('source.compare', { a: report, b: database, kinds: ['differing'], limit: 10 }); // prettier-ignore
  expect(rows.map(({ b }) => b?.origin?.path)).toEqual([DATABASE]);
  const provenance: unknown = await engine.value('item.provenance', { item: rows[0]?.b?.item });
  expect(JSON.stringify(provenance)).toContain(
    'by file system and place in its folder data, files/Database/msgstore.db; its MD5 is the one',
  );
});

test('the sample differs as planted: one each way, and in the words of one', async () => {
  const compared = await engine.value<SourceComparison>('source.compare', { a: report, b: database, kinds: ['differing', 'only-a'], limit: 10 }); // prettier-ignore
  expect(compared.counts).toMatchObject({ differing: 1, 'only-a': 1 });
  expect(compared.counts['only-b']).toBeGreaterThanOrEqual(1);
  expect(compared.rows.map(({ kind, differs }) => [kind, differs])).toEqual([
    ['differing', ['text']],
    ['only-a', []],
  ]);
});

test('every value is found again where it was read', async () => {
  const job = await engine.job('verify.case', { records: 'sample' });
  expect(job.result).toMatchObject({ ok: true, differences: [] });
});
