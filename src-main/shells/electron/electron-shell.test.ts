import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reply } from '../../contract/index.ts';
import type { EngineClient } from './engine-client.ts';
import type { EngineCommand, EngineMessage } from './engine-message.ts';

const handlers = new Map<string, (request: Request) => Promise<Response>>();
const heard = new Map<string, (event: unknown, ...rest: unknown[]) => void>();
const shown: string[] = [];
const invoked = new Map<string, (event: unknown, ...rest: unknown[]) => unknown>();
const registered: { scheme: string; privileges: Record<string, boolean> }[] = [];
vi.mock('electron', () => ({
  protocol: {
    handle: (scheme: string, handler: (request: Request) => Promise<Response>) => handlers.set(scheme, handler),
    registerSchemesAsPrivileged: (schemes: typeof registered) => registered.push(...schemes),
  },
  ipcMain: {
    handle: (channel: string, handler: (event: unknown) => unknown) => invoked.set(channel, handler),
    removeHandler: (channel: string) => invoked.delete(channel),
    on: (channel: string, listener: (event: unknown) => void) => heard.set(channel, listener),
    off: (channel: string) => heard.delete(channel),
  },
  shell: { showItemInFolder: (path: string) => shown.push(path) },
  dialog: { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: ['/chosen'] }) },
}));
afterAll(() => {
  vi.resetModules();
});

const { lockContents, lockSession } = await import('./lock-down.ts');
const { handleSchemes, registerSchemes } = await import('./schemes.ts');
const { windowOptions } = await import('./window-options.ts');
const { readWindowState, writeWindowState } = await import('./window-state.ts');
const { createEngineClient } = await import('./engine-client.ts');
const { answerWindow } = await import('./bridge.ts');

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array<number>(120).fill(7)]);

function engineWith(bytes: Buffer): EngineClient {
  return {
    call: (_method, params) => {
      const { offset, length } = params as { offset: number; length: number };
      const part = bytes.subarray(offset, offset + length).toString('base64');
      return Promise.resolve({ ok: true, value: { sizeBytes: bytes.length, offset, bytes: part } } as Reply<unknown>);
    },
    onPush: () => () => undefined,
    close: () => Promise.resolve(),
  };
}

describe('the window', () => {
  it('is isolated, sandboxed and without Node', () => {
    const options = windowOptions({ x: 1, y: 2, width: 900, height: 700, isMaximized: false }, '/preload.cjs');
    expect(options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    });
  });

  it('refuses permissions, downloads and every request but its own', () => {
    const found: Record<string, (...args: never[]) => unknown> = {};
    const keep = (name: string) => (handler: (...args: never[]) => unknown) => {
      found[name] = handler;
    };
    let isSpelling = true;
    lockSession({
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
      setSpellCheckerEnabled: (is: boolean) => {
        isSpelling = is;
      },
      on: (name: string, handler: (...args: never[]) => unknown) => {
        found[name] = handler;
      },
      webRequest: { onBeforeRequest: keep('before') },
    } as never);
    const cancelled = (url: string): boolean => {
      let is = false;
      found.before?.(
        { url } as never,
        ((answer: { cancel: boolean }) => {
          is = answer.cancel;
        }) as never,
      );
      return is;
    };
    expect(
      ['https://example.org/', 'http://127.0.0.1/', 'file:///etc/passwd', 'ws://x/', 'data:text/html,x'].map(cancelled),
    ).toEqual([true, true, true, true, true]);
    expect(['affiant://app/', 'affiant-content://media/3', 'data:image/png;base64,AA'].map(cancelled)).toEqual([
      false,
      false,
      false,
    ]);
    const answers: boolean[] = [];
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read']) {
      found.request?.(null as never, permission as never, ((is: boolean) => answers.push(is)) as never);
    }
    expect(answers).toEqual([false, false, false, false]);
    expect(found.device?.()).toBe(false);
    expect(isSpelling).toBe(false);
    const prevented = vi.fn();
    const download = (url: string): void => {
      found['will-download']?.({ preventDefault: prevented } as never, { getURL: () => url } as never);
    };
    for (const url of [
      'https://example.org/x',
      'affiant-content://media/3',
      'data:text/csv,x',
      'blob:https://example.org/1',
    ])
      download(url);
    expect(prevented).toHaveBeenCalledTimes(4);
    download('blob:affiant://app/1');
    expect(prevented).toHaveBeenCalledTimes(4);
  });

  it('refuses navigation, new windows and embedded views', () => {
    const events = new Map<string, (event: unknown) => void>();
    let open: (() => { action: string }) | null = null;
    lockContents({
      on: (_name: string, listener: (event: unknown, contents: unknown) => void) => {
        listener(null, {
          on: (name: string, handler: (event: unknown) => void) => events.set(name, handler),
          setWindowOpenHandler: (handler: () => { action: string }) => {
            open = handler;
          },
        });
      },
    } as never);
    const prevented = vi.fn();
    for (const name of ['will-navigate', 'will-redirect', 'will-attach-webview'])
      events.get(name)?.({ preventDefault: prevented });
    expect(prevented).toHaveBeenCalledTimes(3);
    expect((open as unknown as () => { action: string })()).toEqual({ action: 'deny' });
  });
});

describe('the schemes', () => {
  const root = mkdtempSync(join(tmpdir(), 'affiant-window-'));
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  beforeEach(() => {
    handleSchemes(root, engineWith(PNG));
  });

  it('are standard and secure, and nothing bypasses the policy', () => {
    registerSchemes();
    expect(registered.map((entry) => entry.scheme)).toEqual(['affiant', 'affiant-content']);
    expect(registered.every((entry) => entry.privileges.standard === true && entry.privileges.bypassCSP !== true)).toBe(
      true,
    );
  });

  it('serve the window with the policy, and nothing beside it', async () => {
    const get = (url: string): Promise<Response> =>
      handlers.get('affiant')?.(new Request(url)) ?? Promise.reject(new Error('none'));
    const page = await get('affiant://app/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    for (const path of ['../package.json', 'assets/..%2f..%2fpackage.json', 'assets/../../x.js', 'other.html']) {
      expect((await get(`affiant://app/${path}`)).status).toBe(404);
    }
    expect((await get('affiant://elsewhere/')).status).toBe(404);
  });

  it('serve media by their own bytes, with ranges', async () => {
    const get = (url: string, range?: string): Promise<Response> =>
      handlers.get('affiant-content')?.(new Request(url, range === undefined ? {} : { headers: { range } })) ??
      Promise.reject(new Error('none'));
    const whole = await get('affiant-content://media/3');
    expect([whole.status, whole.headers.get('content-type'), whole.headers.get('x-content-type-options')]).toEqual([
      200,
      'image/png',
      'nosniff',
    ]);
    expect(Buffer.from(await whole.arrayBuffer()).equals(PNG)).toBe(true);
    const part = await get('affiant-content://media/3', 'bytes=8-11');
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 8-11/${PNG.length}`]);
    expect((await get('affiant-content://media/3', 'bytes=999-')).status).toBe(416);
    handleSchemes(root, engineWith(Buffer.from('<!doctype html><script>alert(1)</script>')));
    expect((await get('affiant-content://media/3')).status).toBe(415);
  });
});

describe('the engine client', () => {
  it('matches replies by number and answers what is open when the process ends', async () => {
    const sent: EngineCommand[] = [];
    const on: Record<string, (value: never) => void> = {};
    const client = createEngineClient({
      postMessage: (command) => sent.push(command),
      on: (event: string, listener: (value: never) => void) => {
        on[event] = listener;
      },
    });
    const first = client.call('case.info', {});
    const second = client.call('job.list', {});
    on.message?.({ message: 'reply', id: 2, reply: { ok: true, value: 'b' } } satisfies EngineMessage as never);
    on.message?.({ message: 'reply', id: 1, reply: { ok: true, value: 'a' } } satisfies EngineMessage as never);
    expect([await first, await second]).toEqual([
      { ok: true, value: 'a' },
      { ok: true, value: 'b' },
    ]);
    const open = client.call('case.info', {});
    on.exit?.(9 as never);
    expect(await open).toMatchObject({ ok: false, failure: { code: 'internal' } });
    expect(await client.call('case.info', {})).toMatchObject({ ok: false });
  });
});

describe('the bridge', () => {
  it('answers only the main frame of our own window', async () => {
    const mainFrame = { url: 'affiant://app/' };
    const webContents = { mainFrame, send: vi.fn() };
    answerWindow({ webContents, on: vi.fn(), isDestroyed: () => false } as never, {
      ...engineWith(PNG),
      call: () => Promise.resolve({ ok: true, value: 'reply' }),
    });
    const call = invoked.get('affiant:call');
    expect(await call?.({ sender: webContents, senderFrame: mainFrame }, 'case.info', {})).toEqual({
      ok: true,
      value: 'reply',
    });
    expect(await call?.({ sender: {}, senderFrame: mainFrame }, 'case.info', {})).toMatchObject({ ok: false });
    expect(
      await call?.({ sender: webContents, senderFrame: { url: 'affiant://app/' } }, 'case.info', {}),
    ).toMatchObject({ ok: false });
    expect(await invoked.get('affiant:pick')?.({ sender: {}, senderFrame: mainFrame }, 'folder')).toBeNull();
    expect(await invoked.get('affiant:pick')?.({ sender: webContents, senderFrame: mainFrame }, 'folder')).toBe(
      '/chosen',
    );
  });

  it('shows the folder of a report of the case, and of nothing else', async () => {
    const mainFrame = { url: 'affiant://app/' };
    const webContents = { mainFrame, send: vi.fn() };
    answerWindow({ webContents, on: vi.fn(), isDestroyed: () => false } as never, {
      ...engineWith(PNG),
      call: () => Promise.resolve({ ok: true, value: [{ path: '/reports/one' }] }),
    });
    const show = heard.get('affiant:show');
    show?.({ sender: webContents, senderFrame: mainFrame }, '/etc');
    show?.({ sender: {}, senderFrame: mainFrame }, '/reports/one');
    await new Promise(setImmediate);
    expect(shown).toEqual([]);
    show?.({ sender: webContents, senderFrame: mainFrame }, '/reports/one');
    await new Promise(setImmediate);
    expect(shown).toEqual(['/reports/one']);
  });
});

describe('the window state', () => {
  it('comes back as it was kept, and as the first one from a damaged file', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'affiant-state-')), 'window.json');
    expect(readWindowState(path).width).toBe(1440);
    writeWindowState(path, { x: 10, y: 20, width: 1000, height: 800, isMaximized: true });
    expect(readWindowState(path)).toEqual({ x: 10, y: 20, width: 1000, height: 800, isMaximized: true });
    for (const text of ['{"width":', '7', '{"width":-5,"height":800}', '{"width":"a"}']) {
      writeFileSync(path, text);
      expect(readWindowState(path).width).toBe(1440);
    }
  });
});
