import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { ContentView, Push, Reply } from '../../contract/index.ts';
import { answerContent } from '../content.ts';
import { windowHeaders } from '../policy.ts';
import { readWindowFile } from '../window-files.ts';
import { createDoor, type Door } from './door.ts';

/** What the web shell needs of the engine. */
export interface WebEngine {
  call(method: string, params: unknown): Promise<Reply<unknown>>;
  onPush(listener: (push: Push) => void): () => void;
}

/** A running web shell. `address` holds the one-time token. */
export interface WebShell {
  readonly address: string;
  close(): Promise<void>;
}

const LARGEST_REQUEST = 4_194_304;
const HEARTBEAT_MS = 15_000;

/** Serves the built window in `root` and the engine on 127.0.0.1. Port 0 takes a free one. */
export async function serveWindow(engine: WebEngine, root: string, port: number): Promise<WebShell> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
  const door = createDoor(bound.port);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer({ engine, root, door }, request, response).catch((error: unknown) => {
      console.error(error);
      if (response.headersSent) response.destroy();
      else end(response, 500);
    });
  });
  return { address: `http://127.0.0.1:${bound.port}${door.address}`, close: () => close(server) };
}

interface Context {
  readonly engine: WebEngine;
  readonly root: string;
  readonly door: Door;
}

async function answer(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (context.door.refuse(request) !== null) {
    end(response, 403);
    return;
  }
  const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
  if (url === null) {
    end(response, 400);
    return;
  }
  const token = url.searchParams.get('token');
  if (request.method === 'GET' && url.pathname === '/' && token !== null && !context.door.hasCookie(request)) {
    const cookie = context.door.enter(token);
    if (cookie === null) end(response, 403);
    else end(response, 303, { 'set-cookie': cookie, location: '/' });
    return;
  }
  if (!context.door.hasCookie(request)) {
    end(response, 403);
    return;
  }
  const route = `${request.method ?? ''} ${url.pathname}`;
  if (route === 'POST /rpc') return call(context.engine, request, response);
  if (route === 'GET /push') {
    push(context.engine, response);
    return;
  }
  if (request.method !== 'GET') {
    end(response, 405);
    return;
  }
  if (url.pathname.startsWith('/content/')) return content(context.engine, url.pathname, request, response);
  if (url.pathname === '/' && token !== null) {
    end(response, 303, { location: '/' });
    return;
  }
  const file = await readWindowFile(context.root, url.pathname);
  if (file === null) {
    end(response, 404);
    return;
  }
  const cache = url.pathname.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store';
  end(response, 200, { 'content-type': file.type, 'cache-control': cache }, file.bytes);
}

async function call(engine: WebEngine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.headers['content-type'] !== 'application/json') {
    end(response, 415);
    return;
  }
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_REQUEST) {
    end(response, 413, { connection: 'close' });
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_REQUEST) {
      end(response, 413, { connection: 'close' });
      return;
    }
    chunks.push(chunk);
  }
  const asked = parseRequest(Buffer.concat(chunks).toString('utf8'));
  if (asked === null) {
    end(response, 400);
    return;
  }
  const reply = await engine.call(asked.method, asked.params);
  end(response, 200, { 'content-type': 'application/json', 'cache-control': 'no-store' }, JSON.stringify(reply));
}

function parseRequest(text: string): { readonly method: string; readonly params: unknown } | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (typeof parsed !== 'object' || parsed === null || !('method' in parsed) || !('params' in parsed)) return null;
  return typeof parsed.method === 'string' ? { method: parsed.method, params: parsed.params } : null;
}

function push(engine: WebEngine, response: ServerResponse): void {
  response.writeHead(200, { ...windowHeaders(), 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(':\n\n');
  const off = engine.onPush((event) => response.write(`data: ${JSON.stringify(event)}\n\n`));
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
  response.on('close', () => {
    clearInterval(heartbeat);
    off();
  });
}

async function content(
  engine: WebEngine,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answered = await answerContent(
    async (params) => (await engine.call('attachment.read', params)) as Reply<ContentView>,
    path.slice('/content'.length),
    request.headers.range ?? null,
  );
  response.writeHead(answered.status, answered.headers);
  try {
    await pipeline(answered.body, response);
  } catch (error) {
    // A media element that seeks closes its earlier request: nothing is left to answer.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
  }
}

function end(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body?: string | Uint8Array,
): void {
  response.writeHead(status, { ...windowHeaders(), ...headers }).end(body);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
