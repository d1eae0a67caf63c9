import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSample } from '../../fixtures/write-sample.ts';
import { createEngine, type Engine } from '../../src-main/api/index.ts';
import {
  methods,
  type HexView,
  type JobView,
  type LedgerRow,
  type MethodName,
  type ProvenanceView,
  type Push,
  type Reply,
  type ReportView,
  type SourceView,
  type TableRows,
  type VerifyResult,
} from '../../src-main/contract/index.ts';
import { temporaryFolder } from './read-source.ts';

const folder = temporaryFolder();
const pushes: Push[] = [];
let engine: Engine;
let requests = 0;

function call(method: string, params: unknown = {}): Promise<Reply<unknown>> {
  requests += 1;
  return engine.call({ id: requests, method, params });
}

async function value<T>(method: MethodName, params: unknown = {}): Promise<T> {
  const reply = await call(method, params);
  if (!reply.ok) throw new Error(`${method}: ${JSON.stringify(reply.failure)}`);
  return reply.value as T;
}

function newEngine(): Engine {
  return createEngine({
    appDir: join(folder.path, 'home'),
    clock: Date.now,
    jobWorker: new URL('../../src-main/api/job-worker.ts', import.meta.url),
    actor: 'contract test',
    writeSample,
  });
}

const names = Object.keys(methods) as MethodName[];

beforeAll(() => {
  engine = newEngine();
  engine.onPush((push) => pushes.push(push));
});

afterAll(async () => {
  await engine.close();
  folder[Symbol.dispose]();
});

describe('before a case is open', () => {
  test.each(names)('%s refuses parameters that it does not know', async (method) => {
    expect(await call(method, { surprise: true })).toMatchObject({ ok: false, failure: { code: 'bad-parameters' } });
    expect(await call(method, 'text')).toMatchObject({ ok: false, failure: { code: 'bad-parameters' } });
  });

  test('an unknown method is a failure, also one that every object has', async () => {
    for (const method of ['no.such', 'toString', '__proto__', 'constructor']) {
      expect(await call(method)).toMatchObject({ ok: false, failure: { code: 'unknown-method' } });
    }
  });

  test('questions about a case answer that none is open', async () => {
    for (const method of ['case.info', 'exhibit.list', 'source.list', 'report.list']) {
      expect(await call(method)).toEqual({ ok: false, failure: { code: 'case-not-open', detail: {} } });
    }
    expect(await call('case.open', { path: join(folder.path, 'none') })).toMatchObject({
      failure: { code: 'case-not-found' },
    });
  });
});

describe('on the sample case', () => {
  test('is written, read and answered while the job runs', async () => {
    const job = await value<JobView>('case.sample', { path: join(folder.path, 'sample') });
    const ended = value<JobView>('job.wait', { job: job.id });
    let answers = 0;
    let isRunning = true;
    void ended.finally(() => {
      isRunning = false;
    });
    const isOver = (): boolean => !isRunning;
    while (!isOver()) {
      const reply = await call('item.page', { filter: {}, limit: 20 });
      if (reply.ok) answers += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await ended).failure).toBeNull();
    expect(answers).toBeGreaterThan(3);
    expect(pushes.some((push) => push.push === 'job' && push.job.state === 'done')).toBe(true);
    expect(pushes.some((push) => push.push === 'case-changed' && push.what === 'items')).toBe(true);
  }, 120_000);

  test('every list answers, page by page, each row once', async () => {
    for (const method of [
      'item.page',
      'conversation.page',
      'account.page',
      'issue.page',
      'custody.page',
      'search.page',
    ] as const) {
      const filter =
        method === 'item.page' ? { filter: {} } : method === 'search.page' ? { filter: { text: 'Hamburg' } } : {};
      const first = await value<{ total: number; rows: readonly unknown[]; after: string | null }>(method, {
        ...filter,
        limit: 3,
      });
      expect(first.total, method).toBeGreaterThan(0);
      if (first.after === null) continue;
      const at = { cursor: first.after, direction: 'after' };
      const second = await value<{ first: number; rows: readonly unknown[] }>(method, { ...filter, at, limit: 3 });
      expect(second.first, method).toBe(3);
      expect(second.rows).not.toEqual(first.rows);
    }
  });

  test('each line of a ledger leads to as many rows as it counts', async () => {
    const sources = await value<readonly SourceView[]>('source.list');
    const counted: string[] = [];
    for (const { id } of sources) {
      for (const { file, table, rows, path } of await value<readonly LedgerRow[]>('source.ledger', { source: id })) {
        let from: string | undefined;
        let found = 0;
        let state: TableRows['state'];
        do {
          const page: TableRows = await value('source.rows', { source: id, file, table, limit: 100, ...(from !== undefined && { from }) }); // prettier-ignore
          found += page.rows.length;
          from = page.next ?? undefined;
          ({ state } = page);
        } while (from !== undefined);
        if (path.endsWith('.txt')) expect([table, state]).toEqual(['lines', 'unreadable']);
        else counted.push(`${path} ${table}: ${state} ${found - rows}`);
      }
    }
    expect(counted.length).toBeGreaterThan(40);
    expect(counted.filter((line) => !line.endsWith(': shown 0'))).toEqual([]);
    const [source] = sources;
    const [first] = await value<readonly LedgerRow[]>('source.ledger', { source: source?.id ?? 0 });
    const asked = { source: source?.id ?? 0, file: first?.file ?? '', table: 'no table of it', limit: 1 };
    expect(await call('source.rows', asked)).toMatchObject({ ok: false, failure: { code: 'not-found' } });
    const far = { ...asked, table: first?.table ?? '', from: '9999999999999999999' };
    expect(await call('source.rows', far)).toMatchObject({ ok: false, failure: { code: 'bad-parameters' } });
  });

  test('each count of a source leads to as many in the view that lists them', async () => {
    for (const { id, counts } of await value<readonly SourceView[]>('source.list')) {
      const filter = { sources: [id] };
      const totalOf = async (method: MethodName, of: object): Promise<number> => (await value<{ total: number }>(method, { filter: of, limit: 1 })).total; // prettier-ignore
      expect({
        accounts: await totalOf('account.list', filter),
        conversations: await totalOf('conversation.page', filter),
        messages: await totalOf('item.page', { ...filter, classes: ['message'] }),
        events: await totalOf('item.page', { ...filter, classes: ['event'] }),
        attachments: await totalOf('media.page', filter),
      }).toEqual(Object.fromEntries(['accounts', 'conversations', 'messages', 'events', 'attachments'].map((name) => [name, counts[name]]))); // prettier-ignore
    }
  });

  test('every question about one item answers', async () => {
    const page = await value<{ rows: { id: number; attachments: { id: number; presence: string }[] }[] }>('item.page', {
      filter: { attachments: 'present' },
      limit: 1,
    });
    const item = page.rows[0];
    if (item === undefined) throw new Error('the sample has no attachment');
    expect(await value('item.get', { item: item.id })).toEqual(item);
    expect(Array.isArray(await value('item.receipts', { item: item.id }))).toBe(true);
    const provenance = await value<{
      locators: { locator: { file: string }; ranges: { offset: number; file: string }[] }[];
    }>('item.provenance', { item: item.id });
    const range = provenance.locators.flatMap(({ ranges }) => ranges)[0];
    if (range === undefined) throw new Error('no byte range');
    const hex = await value<{ bytes: string }>('item.hex', { sha256: range.file, offset: range.offset, length: 16 });
    expect(Buffer.from(hex.bytes, 'base64')).toHaveLength(16);
    const attachment = item.attachments.find(({ presence }) => presence === 'present')?.id;
    const content = await value<{ sizeBytes: number; bytes: string }>('attachment.read', {
      attachment,
      part: 'content',
      offset: 0,
      length: 4_194_304,
    });
    expect(Buffer.from(content.bytes, 'base64')).toHaveLength(content.sizeBytes);
    expect(await call('item.get', { item: 999_999_999 })).toMatchObject({ failure: { code: 'not-found' } });
    expect(await call('item.provenance', { item: 999_999_999 })).toMatchObject({ failure: { code: 'not-found' } });
  });

  test('counts and graph answer', async () => {
    const { total } = await value<{ total: number }>('timeline.buckets', { filter: {}, buckets: 10 });
    expect(total).toBeGreaterThan(1000);
    const { edges } = await value<{ edges: readonly unknown[] }>('graph.get', { filter: {} });
    expect(edges.length).toBeGreaterThan(3);
  });

  test('a query that cannot be read is a failure', async () => {
    expect(await call('item.page', { filter: { regex: '(' }, limit: 1 })).toMatchObject({
      failure: { code: 'query-invalid' },
    });
  });

  test('verification passes and the custody log names every action', async () => {
    const [source] = await value<{ id: number }[]>('source.list');
    const again = await value<JobView>('source.ingest', { sources: [source?.id] });
    expect((await value<JobView>('job.wait', { job: again.id })).state).toBe('done');
    const job = await value<JobView>('verify.case', { records: 'sample' });
    const ended = await value<JobView>('job.wait', { job: job.id });
    expect(ended.result).toMatchObject({ ok: true });
    const custody = await value<{ rows: { action: string }[] }>('custody.page', { limit: 1000 });
    expect(custody.rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['case.create', 'case.sample', 'source.ingest', 'verify.case']),
    );
  }, 120_000);

  test('the bytes of a row are named part by part', async () => {
    const page = await value<{ rows: { id: number; body: string }[] }>('item.page', {
      filter: { sources: [1], types: ['text'] },
      limit: 1,
    });
    const item = page.rows[0];
    if (item === undefined) throw new Error('the sample has no text message');
    const { locators } = await value<ProvenanceView>('item.provenance', { item: item.id });
    const range = locators[0]?.ranges[0];
    if (range === undefined) throw new Error('no byte range');
    const names = range.parts.map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual(['payload size', 'rowid', 'header size', 'column types']);
    let end = range.offset;
    for (const part of range.parts) {
      expect(part.offset).toBe(end);
      end += part.length;
    }
    expect(end).toBe(range.offset + range.length);
    const { file: sha256, offset, length } = range;
    const hex = await value<HexView>('item.hex', { sha256, offset, length, item: item.id });
    expect(hex.parts).toEqual(range.parts);
    const text = hex.parts.find(({ name }) => name === 'text_data');
    if (text === undefined) throw new Error('the text has no bytes');
    const bytes = Buffer.from(hex.bytes, 'base64').subarray(text.offset - offset, text.offset - offset + text.length);
    expect(bytes.toString('utf8')).toBe(item.body);
  });

  test('a report is written with its PDF, listed, and verified against its seal and its case', async () => {
    const [conversation] = (await value<{ rows: { id: number }[] }>('conversation.page', { limit: 1 })).rows;
    const out = join(folder.path, 'report');
    const clock = '2025-05-05T09:00:00Z';
    const job = await value<JobView>('report.create', { out, clock, filter: { conversations: [conversation?.id] } });
    expect((await value<JobView>('job.wait', { job: job.id })).failure).toBeNull();
    const [report] = await value<ReportView[]>('report.list');
    expect(report?.items).toBeGreaterThan(0);
    expect(
      readFileSync(join(out, 'data', 'report.pdf'))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');

    const sound = await value<VerifyResult>('verify.report', { path: out, records: 'all' });
    expect(sound.differences).toEqual([]);
    expect(sound.checked.records).toBe(report?.items);
    expect(sound.checked.values).toBeGreaterThan(sound.checked.records);

    const elsewhere = await value<VerifyResult>('verify.report', { path: out, seal: '0'.repeat(64) });
    expect(elsewhere.differences).toMatchObject([{ kind: 'changed', path: 'tagmanifest-sha256.txt' }]);
    // Somebody who changes the package and its manifests alike is found by the seal that the case noted.
    const manifest = join(out, 'tagmanifest-sha256.txt');
    writeFileSync(manifest, `${readFileSync(manifest, 'utf8').trimEnd().split('\n').reverse().join('\n')}\n`);
    const changed = await value<VerifyResult>('verify.report', { path: out });
    expect(changed.differences).toMatchObject([
      { kind: 'changed', path: 'tagmanifest-sha256.txt', expected: report?.seal },
    ]);
  }, 120_000);

  test('a record that was edited inside the case is found by its bytes', async () => {
    const verify = async (): Promise<VerifyResult> => {
      const job = await value<JobView>('verify.case', { records: 'all' });
      return (await value<JobView>('job.wait', { job: job.id })).result as unknown as VerifyResult;
    };
    const before = await verify();
    expect(before.differences).toEqual([]);
    expect(before.checked.values).toBeGreaterThan(before.checked.records);
    const { path } = await value<{ path: string }>('case.info');
    const edits = [
      ['whatsapp-android', 'body', 'substr(body, 1, length(body) - 3)'],
      ['whatsapp-ios', 'body', "body || ' not'"],
      ['whatsapp-text', 'body', 'substr(body, 3)'],
      ['whatsapp-android', 'time_ms', 'time_ms + 60000'],
      ['whatsapp-ios', 'server_id', "server_id || '0'"],
    ] as const;
    const db = new Database(join(path, 'case.db'));
    const undo: (() => void)[] = [];
    for (const [parser, column, edited] of edits) {
      const row = db
        .prepare(
          `SELECT item.id, ${column} AS old FROM item JOIN source ON source.id = item.source
            WHERE parser = ? AND length(body) > 12 AND body NOT LIKE '% %\n%' AND ${column} IS NOT NULL ORDER BY item.id LIMIT 1 OFFSET 7`,
        )
        .get(parser) as { id: number; old: string | number };
      db.prepare(`UPDATE item SET ${column} = ${edited} WHERE id = ?`).run(row.id);
      undo.push(() => db.prepare(`UPDATE item SET ${column} = ? WHERE id = ?`).run(row.old, row.id));
    }
    const after = await verify();
    for (const restore of undo) restore();
    db.close();
    expect(after.differences.map(({ subject, kind }) => `${subject} ${kind}`)).toEqual(
      edits.map(() => 'record changed'),
    );
  }, 120_000);

  test('a job that is cancelled leaves the source to be read again', async () => {
    const [source] = await value<{ id: number }[]>('source.list');
    const job = await value<JobView>('source.ingest', { sources: [source?.id] });
    await value('job.cancel', { job: job.id });
    const ended = await value<JobView>('job.wait', { job: job.id });
    expect([ended.state, ended.failure?.code]).toEqual(['cancelled', 'cancelled']);
    const again = await value<JobView>('source.ingest', { sources: [source?.id] });
    expect((await value<JobView>('job.wait', { job: again.id })).state).toBe('done');
  }, 120_000);

  test('a second engine is kept out of the open case', async () => {
    const other = newEngine();
    const info = await value<{ path: string }>('case.info');
    expect(await other.call({ id: 1, method: 'case.open', params: { path: info.path } })).toMatchObject({
      failure: { code: 'case-locked' },
    });
    await other.close();
  });
});
