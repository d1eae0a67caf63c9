import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WhatsappKeys } from '../../fixtures/crypt-writer.ts';
import { loadFixtures } from '../../fixtures/registry.ts';
import { scenario } from '../../fixtures/scenario.ts';
import { ask, picture, startShell, type RunningShell } from './web-shell.ts';

let shell: RunningShell;
let folder: string;
let digits: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-unlock-'));
  digits = await writeLocked();
  shell = await startShell(null);
});

test.afterAll(async () => {
  await shell.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a locked backup is seen, refused in words, opened, read and followed to its bytes', async ({ page, context }) => {
  test.slow();
  await context.addCookies([await shell.cookie()]);
  await page.goto(shell.origin);
  await expect(page.getByRole('main', { name: 'Cases' })).toBeVisible();
  await addCard(page);
  await page.reload();
  await page.getByRole('main', { name: 'Exhibits' }).getByText('2 files wait for a key').first().waitFor();
  await expect(page.getByRole('link', { name: /Unlock/u })).toContainText('2 files wait for a key');
  await page.getByRole('main').getByRole('button', { name: 'Unlock' }).click();

  const main = page.getByRole('main', { name: 'Unlock' });
  const list = main.getByRole('grid', { name: 'Locked files' });
  const detail = main.getByRole('region', { name: 'The chosen file' });
  await list.focus();
  await page.keyboard.press('End');
  await expect(detail.getByRole('heading', { level: 2 })).toContainText('msgstore.db.crypt15');
  await expect(detail).toContainText('encrypted_backup.key');
  await detail.getByRole('radiogroup').getByText('hexadecimal digits').click();
  await list.focus();
  await page.keyboard.press('Enter');
  const field = detail.getByLabel('hexadecimal digits', { exact: true });
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute('type', 'password');
  await field.fill('0g');
  await expect(detail.getByText('“g” at position 2 is no hexadecimal digit.')).toBeVisible();
  await field.fill('0'.repeat(64));
  await page.keyboard.press('Enter');
  await expect(detail).toContainText('wrong key');
  await expect(detail).toContainText('nothing was changed');
  await expect(field).toHaveValue('');
  await picture(page, 'unlock-refused');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`)).toEqual([]);

  // What is sent while another key is tried stays where it was typed, and that is said.
  const release = await holdCalls(page, 'lock.open');
  await field.fill('0'.repeat(64));
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('');
  await field.fill(digits);
  await page.keyboard.press('Enter');
  const told = detail.getByText('A key is being tried. This one stays here and can be sent when that has ended.');
  await expect(told).toBeVisible();
  await release();
  await expect(told).toHaveCount(0);
  await expect(field).toHaveValue(digits);
  await expect(detail.getByText('64 digits.')).toBeVisible();
  await detail.getByText('Try this key on all 2 files').click();
  await detail.getByText('Keep the value in this case').click();
  await detail.getByLabel('New passphrase of the key ring', { exact: true }).fill('crate seventeen');
  await detail.getByLabel('The passphrase again', { exact: true }).fill('crate seventeen');
  await page.keyboard.press('Enter');
  await expect(main.getByText('The key was tried on 2 of 2 files and opened 2.')).toBeVisible();
  await expect(detail).toContainText('opened');
  await expect(detail).toContainText('AES-256-GCM');
  await picture(page, 'unlock-opened');
  await detail.getByRole('button', { name: 'Read this source' }).click();
  await detail.getByRole('button', { name: 'Show its conversations' }).click();

  const conversations = page.getByRole('main', { name: 'Conversations' });
  await conversations.getByRole('listbox').first().getByRole('option').first().click();
  await expect(conversations.getByRole('article').locator('.bubble').last()).toBeVisible();
  await conversations.getByRole('feed').locator('.message-row').last().focus();
  await page.keyboard.press('p');
  const drawer = page.getByRole('complementary', { name: 'Provenance' });
  const layers = drawer.getByRole('region', { name: 'What the file came out of' });
  await expect(layers.getByRole('listitem')).toHaveCount(1);
  await expect(layers).toContainText('WhatsApp/Databases/msgstore.db.crypt15');
  await expect(layers).toContainText('AES-256-GCM');
  await picture(page, 'unlock-provenance');

  // The ring names the keys and shows no value; what was typed is nowhere else either.
  await page.keyboard.press('Escape');
  await page.keyboard.press('o');
  await main.getByText('Keys (2)').click();
  const ring = main.getByRole('region', { name: 'Key ring' });
  await expect(ring.getByRole('row').filter({ hasText: 'in the case, encrypted' })).toHaveCount(1);
  await picture(page, 'unlock-keys');
  await expectNowhere(page, digits.replaceAll(' ', ''));
  await ring.getByRole('button', { name: /^Remove the value/u }).click();
  await ring.getByRole('button', { name: 'Yes, forget it' }).click();
  await expect(ring.getByText('neither held nor kept')).toHaveCount(2);
});

/** Keeps calls of a method waiting until they are released, as a key does that takes long to derive. */
async function holdCalls(page: Page, method: string): Promise<() => Promise<void>> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  await page.route('**/rpc', async (route) => {
    if (route.request().postData()?.includes(`"${method}"`) === true) await promise;
    await route.continue();
  });
  return async () => {
    resolve(undefined);
    await page.unrouteAll({ behavior: 'wait' });
  };
}

/** Makes the case and takes the card in, as the window would. */
async function addCard(page: Page): Promise<void> {
  await ask(page, 'case.create', {
    path: join(folder, 'case'),
    number: '2026-4',
    examiner: 'E. Examiner',
    authority: { kind: 'warrant', reference: 'Order 4', issuer: 'Court' },
  });
  const { id } = await ask(page, 'exhibit.add', { path: join(folder, 'card'), reference: 'C-1' });
  expect((await ask(page, 'job.wait', { job: id })).state).toBe('done');
}

/** Looks for a value of a key in everything that lasts: the page, its address, its stores, the custody log, the case folder. */
async function expectNowhere(page: Page, value: string): Promise<void> {
  const said = await page.evaluate(() => `${location.href} ${JSON.stringify(localStorage)} ${document.body.innerHTML}`);
  const custody = await ask(page, 'custody.page', { limit: 100 });
  const keys = await ask(page, 'key.list', {});
  const files = readdirSync(join(folder, 'case'), { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  const stored = files.map((one) => readFileSync(join(one.parentPath, one.name)).toString('latin1'));
  for (const text of [said, JSON.stringify(custody), JSON.stringify(keys), ...stored]) {
    expect(text.toLowerCase().replaceAll(/\s/gu, '')).not.toContain(value);
    expect(text.includes(Buffer.from(value, 'hex').toString('latin1'))).toBe(false);
  }
}

/** Writes a card of which only the encrypted backup of the story's Android phone is left; gives the 64 digits of its key. */
async function writeLocked(): Promise<string> {
  const fixture = (await loadFixtures()).find((one) => one.parser === 'whatsapp-android');
  const story = scenario();
  const device = story.devices.find((one) => one.platform === 'android');
  if (fixture === undefined || device === undefined) throw new Error('the story has no Android phone');
  const phone = join(folder, 'phone');
  await fixture.write(story, { root: phone, device }, fixture.variants[0] ?? '');
  const path = readdirSync(phone, { recursive: true, encoding: 'utf8' }).find((one) => one.endsWith('msgstore.db'));
  if (path === undefined) throw new Error('the phone has no store');
  const store = new Database(join(phone, path));
  store.pragma('wal_checkpoint(TRUNCATE)');
  store.pragma('journal_mode = DELETE');
  store.close();
  const databases = join(folder, 'card/WhatsApp/Databases');
  mkdirSync(databases, { recursive: true });
  const keys = new WhatsappKeys('this phone');
  const plain = readFileSync(join(phone, path));
  writeFileSync(join(databases, 'msgstore.db.crypt15'), keys.encrypt(plain, 'crypt15'));
  writeFileSync(join(databases, 'msgstore-2023-05-01.1.db.crypt15'), keys.encrypt(plain.subarray(0, 4096), 'crypt15'));
  return keys.rootDigits;
}
