import { test as base, expect, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MethodName, Params, Reply, Result } from '../../src-main/contract/index.ts';
import { electronBinary, startApp } from './electron-app.ts';

const root = join(import.meta.dirname, '../..');

/** Where the sample case is kept between the specs of one run; see make-sample.ts. */
export const SAMPLE = join(root, 'artifacts/sample');

/** The binary that the tests of the sample case run in when they are run once more in Electron (`npm test` where it exists). */
const electron = process.env.AFFIANT_TEST_SHELL === 'electron' ? electronBinary() : null;

/** A running web shell with its one-time address. */
export interface RunningShell {
  readonly address: string;
  readonly origin: string;
  /** The cookie that the one-time address turns into. Spends the address. */
  cookie(): Promise<{ readonly name: string; readonly value: string; readonly url: string }>;
  stop(): Promise<void>;
}

/** Starts the real web shell on a free port, with an application folder of its own. */
export async function startShell(casePath: string | null): Promise<RunningShell> {
  const home = mkdtempSync(join(tmpdir(), 'affiant-home-'));
  const child = spawn(
    process.execPath,
    ['src-main/shells/start.ts', '--web', '--no-open', ...(casePath === null ? [] : [casePath])],
    { cwd: root, env: { ...process.env, AFFIANT_HOME: home } },
  );
  const address = await addressOf(child);
  const { origin } = new URL(address);
  let entered: Promise<Response> | null = null;
  return {
    address,
    origin,
    async cookie() {
      entered ??= fetch(address, { redirect: 'manual' });
      const [name = '', value = ''] = ((await entered).headers.get('set-cookie') ?? '').split(';')[0]?.split('=') ?? [];
      return { name, value, url: origin };
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => {
          rmSync(home, { recursive: true, force: true });
          resolve();
        });
        child.kill('SIGTERM');
      }),
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/u.exec(said);
      if (found !== null) resolve(found[0]);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => {
      reject(new Error(`the shell ended: ${said}`));
    });
  });
}

/** What a page did that it must not: policy violations, errors, requests to anywhere but the shell. */
export interface Watched {
  readonly problems: string[];
  /** The window, where it is not a page of the browser that Playwright started. */
  readonly page?: Page;
}

/** A window on the sample case, watched; the test fails when it did what it must not. */
export const test = electron === null ? inBrowser() : inElectron(electron);

function inBrowser() {
  return base.extend<{ watched: Watched; window: Page }, { shell: RunningShell }>({
    shell: [
      // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
      async ({}, use, { parallelIndex }) => {
        const shell = await startShell(ownCopy(parallelIndex));
        await use(shell);
        await shell.stop();
      },
      { scope: 'worker' },
    ],
    watched: async ({ page, shell }, use) => {
      const problems = await watch(page, ({ protocol, origin }) => origin === shell.origin || isInline(protocol));
      await use({ problems });
      expect(problems).toEqual([]);
    },
    window: async ({ page, context, shell, watched }, use) => {
      await context.addCookies([await shell.cookie()]);
      await page.goto(shell.origin);
      await expect(page.locator('nav.rail')).toBeVisible();
      expect(watched.problems).toEqual([]);
      await use(page);
    },
  });
}

function inElectron(binary: string) {
  return base.extend<{ watched: Watched; window: Page }>({
    watched: async ({ colorScheme, locale, timezoneId, viewport }, use, { parallelIndex }) => {
      const running = await startApp(binary, ownCopy(parallelIndex), { colorScheme, locale, timezoneId, viewport });
      const isOwn = ({ protocol }: URL): boolean => protocol.startsWith('affiant') || isInline(protocol);
      const problems = await watch(running.page, isOwn);
      await use({ problems, page: running.page });
      await running.stop();
      expect(problems).toEqual([]);
    },
    // What asks for the page or its context means the window's.
    page: async ({ watched }, use) => {
      if (watched.page === undefined) throw new Error('no window');
      await use(watched.page);
    },
    context: async ({ page }, use) => {
      await use(page.context());
    },
    window: async ({ page }, use) => {
      await expect(page.locator('nav.rail')).toBeVisible();
      await use(page);
    },
  }) as unknown as ReturnType<typeof inBrowser>;
}

/** A copy of the sample case for each worker, beside the exhibits that the case names. */
function ownCopy(worker: number): string {
  const own = join(SAMPLE, `case-${worker}`);
  rmSync(own, { recursive: true, force: true });
  cpSync(join(SAMPLE, 'case'), own, { recursive: true });
  return own;
}

function isInline(protocol: string): boolean {
  return protocol === 'data:' || protocol === 'blob:';
}

/** Notes errors, policy violations and requests to addresses that are not the window's own. */
async function watch(page: Page, isOwn: (url: URL) => boolean): Promise<string[]> {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!isOwn(new URL(request.url()))) problems.push(`request: ${request.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return problems;
}

/** Goes to a view by its place in the rail. */
export async function goTo(page: Page, view: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view }).click();
  const main = page.getByRole('main', { name: view });
  // A view that is gone to for the first time is loaded first.
  await expect(main.getByRole('heading').or(main.getByRole('textbox')).first()).toBeVisible();
}

/** Keeps a picture of the window for the eye. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(root, 'artifacts/pictures', `${name}.png`) });
}

/** Asks the engine as the window does. */
export async function ask<M extends MethodName>(page: Page, method: M, params: Params<M>): Promise<Result<M>> {
  const reply = await page.evaluate(
    async ({ name, given }) => {
      const bridge = Reflect.get(window, 'affiant') as
        { call(method: string, params: unknown): Promise<Reply<never>> } | undefined;
      if (bridge !== undefined) return bridge.call(name, given);
      const body = JSON.stringify({ method: name, params: given });
      const response = await fetch('/rpc', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      return (await response.json()) as Reply<never>;
    },
    { name: method, given: params },
  );
  if (!reply.ok) throw new Error(`${method}: ${JSON.stringify(reply)}`);
  return reply.value;
}
