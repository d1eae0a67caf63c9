import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Push, Reply } from '../../contract/index.ts';
import { serveWindow, type WebShell } from './server.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array<number>(92).fill(1)]);
const listeners = new Set<(push: Push) => void>();
let shell: WebShell;
let origin: string;
let cookie: string;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

function ask(path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const sent = request(
      { agent: false, hostname, port, path, method: body === undefined ? 'GET' : 'POST', headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), 'affiant-web-'));
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'secret.txt'), 'no');
  shell = await serveWindow(
    {
      call(method, params): Promise<Reply<unknown>> {
        if (method !== 'attachment.read') return Promise.resolve({ ok: true, value: { method, params } });
        const { offset, length } = params as { offset: number; length: number };
        const bytes = PNG.subarray(offset, offset + length).toString('base64');
        return Promise.resolve({ ok: true, value: { sizeBytes: PNG.length, offset, bytes } });
      },
      onPush(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    root,
    0,
  );
  ({ origin } = new URL(shell.address));
});

afterAll(() => shell.close());

describe('the web shell', () => {
  it('listens on loopback only, and lets nobody in without the cookie', async () => {
    expect(new URL(shell.address).hostname).toBe('127.0.0.1');
    for (const path of ['/', '/push', '/content/1', '/?token=wrong']) expect((await ask(path)).status).toBe(403);
    expect((await ask('/rpc', { origin, 'content-type': 'application/json' }, '{}')).status).toBe(403);
  });

  it('turns its one-time address into a cookie once', async () => {
    const path = shell.address.slice(origin.length);
    const entered = await ask(path);
    expect(entered.status).toBe(303);
    const [set = ''] = entered.headers['set-cookie'] ?? [];
    expect(set).toMatch(/; HttpOnly; SameSite=Strict; Path=\//u);
    cookie = set.split(';')[0] ?? '';
    expect((await ask(path)).status).toBe(403);
  });

  it('refuses other hosts, other origins and other sites', async () => {
    expect((await ask('/', { cookie, host: 'evil.example' })).status).toBe(403);
    expect((await ask('/', { cookie, origin: 'http://evil.example' })).status).toBe(403);
    expect((await ask('/', { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const body = JSON.stringify({ method: 'case.info', params: {} });
    expect((await ask('/rpc', { cookie, 'content-type': 'application/json' }, body)).status).toBe(403);
    expect((await ask('/rpc', { cookie, origin, 'content-type': 'text/plain' }, body)).status).toBe(415);
    expect((await ask('/rpc', { cookie, origin, 'content-type': 'application/json' }, '{')).status).toBe(400);
    const large = JSON.stringify({ method: 'x', params: 'x'.repeat(5_000_000) });
    expect((await ask('/rpc', { cookie, origin, 'content-type': 'application/json' }, large)).status).toBe(413);
  });

  it('serves the window with a strict policy and nothing beside it', async () => {
    const page = await ask('/', { cookie });
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).not.toContain('unsafe');
    for (const path of ['//', 'http://[']) expect((await ask(path, { cookie })).status).toBe(400);
    for (const path of ['/secret.txt', '/../package.json', '/assets/..%2fsecret.txt', '/assets/../secret.txt']) {
      expect((await ask(path, { cookie })).status).toBe(404);
    }
  });

  it('passes calls to the engine and media with ranges', async () => {
    const body = JSON.stringify({ method: 'case.info', params: { a: 1 } });
    const called = await ask('/rpc', { cookie, origin, 'content-type': 'application/json' }, body);
    expect(JSON.parse(called.body.toString())).toEqual({ ok: true, value: { method: 'case.info', params: { a: 1 } } });
    const part = await ask('/content/7', { cookie, range: 'bytes=-4' });
    expect([part.status, part.headers['content-type'], part.headers['content-range']]).toEqual([
      206,
      'image/png',
      'bytes 96-99/100',
    ]);
    expect(part.headers['cache-control']).toBe('no-store');
    expect((await ask('/content/../rpc', { cookie })).status).toBe(404);
  });
});
