import { expect, test, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LayerView } from '../../src-main/contract/index.ts';
import { DESKTOP_KEY } from '../../src-main/sources/signal-desktop/fixture.ts';
import { ANDROID_PASSWORD, BACKUP_KEYS, IOS_PASSWORD, writeLockedExhibits } from '../contract/locked-exhibits.ts';
import { ask, goTo, picture, startShell, type RunningShell } from './web-shell.ts';

/** One exhibit: how it is chosen, what is locked in it, the key that opens it, and the shell variables of its printed lines. */
interface Locked {
  readonly reference: string;
  readonly name: string;
  readonly kind: 'file' | 'folder';
  readonly file: string;
  readonly form: string | null;
  readonly field: string;
  readonly wrong: string;
  /** Null: the key file at hand in the exhibit. */
  readonly right: string | null;
  readonly layers: readonly LayerView['kind'][];
  readonly variables: Readonly<Record<string, string>>;
}

const ROOT = BACKUP_KEYS.rootDigits.replaceAll(' ', '');
const EXHIBITS: readonly Locked[] = [
  { reference: 'I-1', name: 'iphone', kind: 'folder', file: '00008110-0001/Manifest.db', form: null, field: 'Backup password', wrong: 'pier 4', right: IOS_PASSWORD, layers: ['ios-backup'], variables: { PASSWORD: IOS_PASSWORD } },
  { reference: 'A-1', name: 'phone.ab', kind: 'file', file: 'phone.ab', form: null, field: 'Backup password', wrong: 'harbour', right: ANDROID_PASSWORD, layers: ['android-backup'], variables: { PASSWORD: ANDROID_PASSWORD } },
  { reference: 'F-1', name: 'files.zip', kind: 'file', file: 'db.sqlite', form: 'hexadecimal digits', field: 'hexadecimal digits', wrong: '0'.repeat(64), right: null, layers: ['zip', 'sqlcipher'], variables: { KEY: DESKTOP_KEY } },
  { reference: 'C-1', name: 'card', kind: 'folder', file: 'msgstore.db.crypt15', form: 'hexadecimal digits', field: 'hexadecimal digits', wrong: '0'.repeat(64), right: ROOT, layers: ['whatsapp-backup'], variables: { ROOT } },
]; // prettier-ignore

let shell: RunningShell;
let folder: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-locked-'));
  await writeLockedExhibits(folder);
  shell = await startShell(null);
});

test.afterAll(async () => {
  await shell.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('four locked exhibits are added, unlocked, read, and one message of each is followed to its bytes', async ({ page, context }) => {
  test.slow();
  await context.addCookies([await shell.cookie()]);
  await page.goto(shell.origin);
  await ask(page, 'case.create', { path: join(folder, `case-${test.info().retry}`), number: '2026-44', examiner: 'E. Examiner', authority: { kind: 'warrant', reference: 'Order 4', issuer: 'Court' } }); // prettier-ignore
  await page.reload();
  for (const exhibit of EXHIBITS) await add(page, exhibit);
  await goTo(page, 'Unlock');
  await picture(page, 'locked-list');
  for (const exhibit of EXHIBITS) await unlock(page, exhibit);
  await goTo(page, 'Sources');
  await page.getByRole('button', { name: 'Read all found' }).click();
  await expect(page.getByText('ledger closes')).toHaveCount(EXHIBITS.length, { timeout: 30_000 });
  await picture(page, 'locked-read');
  for (const exhibit of EXHIBITS) await follow(page, exhibit);
}); // prettier-ignore

/** Adds an exhibit from the picker and waits until it stands in the list. */
async function add(page: Page, { reference, name, kind }: Locked): Promise<void> {
  await goTo(page, 'Exhibits');
  await page.getByRole('button', { name: 'Add exhibit' }).first().click();
  await page.getByRole('button', { name: kind === 'file' ? 'Choose file …' : 'Choose folder …' }).click();
  const picker = page.getByRole('dialog', { name: kind === 'file' ? 'Choose a file' : 'Choose a folder' });
  await picker.getByRole('textbox', { name: 'Path' }).fill(folder);
  await picker.getByRole('textbox', { name: 'Path' }).press('Enter');
  await picker.getByRole('list', { name: 'Entries' }).getByRole('button', { name }).click();
  if (kind === 'folder') {
    await expect(picker.getByRole('textbox', { name: 'Path' })).toHaveValue(join(folder, name));
    await picker.getByRole('button', { name: 'Choose this folder' }).click();
  }
  await page.getByRole('textbox', { name: 'Reference' }).fill(reference);
  await page.getByRole('button', { name: 'Hash and add' }).click();
  await expect(page.getByRole('main').getByRole('heading', { name: reference })).toBeVisible();
}

/** Tries a wrong key, which is refused in words, then the right one. */
async function unlock(page: Page, { reference, file, form, field, wrong, right }: Locked): Promise<void> {
  const main = page.getByRole('main', { name: 'Unlock' });
  const detail = main.getByRole('region', { name: 'The chosen file' });
  await main.getByRole('grid', { name: 'Locked files' }).getByRole('row').filter({ hasText: reference }).click();
  await expect(detail.getByRole('heading', { level: 2 })).toContainText(file);
  if (form !== null) await detail.getByRole('radiogroup').getByText(form).click();
  const secret = detail.getByLabel(field, { exact: true });
  await secret.fill(wrong);
  await secret.press('Enter');
  await expect(detail.locator('.last-try')).toContainText('wrong key');
  if (reference === 'F-1') await picture(page, 'locked-refused');
  if (right === null) await detail.getByRole('button', { name: /^Use this key file/u }).click();
  else {
    await secret.fill(right);
    await secret.press('Enter');
  }
  await expect(detail.getByRole('heading', { name: 'What it gave' })).toBeVisible();
}

/** Follows a message of the exhibit through its layers to bytes, and does the same by hand with the lines that the drawer prints. */
async function follow(page: Page, { reference, layers, variables }: Locked): Promise<void> {
  const sources = await ask(page, 'source.list', {});
  const read = sources.filter(({ exhibitReference }) => exhibitReference === reference).map(({ id }) => id);
  const { rows } = await ask(page, 'item.page', { filter: { sources: read }, limit: 50 });
  const item = rows.find(({ body }) => body !== null)?.id ?? 0;
  await page.goto(`${shell.origin}/#/timeline?record=${item}`);
  const drawer = page.getByRole('complementary', { name: 'Provenance' });
  const region = drawer.getByRole('region', { name: 'What the file came out of' });
  await expect(region.getByRole('listitem')).toHaveCount(layers.length);
  for (const one of await region.getByText('Lines that do it again').all()) await one.click();
  await picture(page, `locked-lines-${reference}`);
  const cwd = mkdtempSync(join(folder, 'by-hand-'));
  const lines = await region.locator('pre').allTextContents();
  expect(lines).toHaveLength(layers.length);
  const env = { ...process.env, ...variables };
  const said = execFileSync('sh', ['-ec', lines.join('\n')], { cwd, encoding: 'utf8', env });
  const place = drawer.locator('details.locator').first();
  const hash = (await place.locator('.hash').first().textContent()) ?? '';
  expect(hash).toMatch(/^[0-9a-f]{64}$/u);
  expect(said).toContain(hash);
  const range = place.locator('.range').first();
  const command = (await range.locator('.command-line code').textContent()) ?? '';
  const [printed = ''] = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).split(' ');
  await expect(range.locator('.hash').first()).toContainText(printed);
}
