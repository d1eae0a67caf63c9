import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSample } from '../../fixtures/write-sample.ts';
import { createEngine, type Engine } from '../../src-main/api/index.ts';
import { methods, type JobView, type MethodName, type Push, type Reply } from '../../src-main/contract/index.ts';
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

  test('verification passes and the custody log names every action without keys', async () => {
    const [source] = await value<{ id: number }[]>('source.list');
    const again = await value<JobView>('source.ingest', {
      sources: [source?.id],
      keys: { [String(source?.id)]: 'SECRET-KEY' },
    });
    expect((await value<JobView>('job.wait', { job: again.id })).state).toBe('done');
    const job = await value<JobView>('verify.case', { records: 'sample' });
    const ended = await value<JobView>('job.wait', { job: job.id });
    expect(ended.result).toMatchObject({ ok: true });
    const custody = await value<{ rows: { action: string }[] }>('custody.page', { limit: 1000 });
    expect(JSON.stringify(custody)).not.toContain('SECRET-KEY');
    expect(custody.rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['case.create', 'case.sample', 'source.ingest', 'verify.case']),
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
