import { protocol } from 'electron';
import { Readable } from 'node:stream';
import type { ContentView, Reply } from '../../contract/index.ts';
import { answerContent } from '../content.ts';
import { APP_SCHEME, CONTENT_SCHEME, windowHeaders } from '../policy.ts';
import { readWindowFile } from '../window-files.ts';
import type { EngineClient } from './engine-client.ts';

/** Must run before the application is ready. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
    { scheme: CONTENT_SCHEME, privileges: { standard: true, secure: true, stream: true } },
  ]);
}

/** Serves the window's files from `root` and evidence media from the engine; everything else is 404. */
export function handleSchemes(root: string, engine: EngineClient): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const url = new URL(request.url);
    const headers = windowHeaders([`${CONTENT_SCHEME}:`]);
    const file = url.host === 'app' && request.method === 'GET' ? await readWindowFile(root, url.pathname) : null;
    if (file === null) return new Response(null, { status: 404, headers });
    return new Response(file.bytes, { headers: { ...headers, 'content-type': file.type } });
  });
  protocol.handle(CONTENT_SCHEME, async (request) => {
    const url = new URL(request.url);
    if (url.host !== 'media' || request.method !== 'GET') return new Response(null, { status: 404 });
    const answer = await answerContent(
      async (params) => (await engine.call('attachment.read', params)) as Reply<ContentView>,
      url.pathname,
      request.headers.get('range'),
    );
    const body = Readable.toWeb(Readable.from(answer.body)) as ReadableStream<Uint8Array>;
    return new Response(body, { status: answer.status, headers: answer.headers });
  });
}
