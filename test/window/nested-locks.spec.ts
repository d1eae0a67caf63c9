import { expect, test, type Locator } from '@playwright/test';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeIosBackup } from '../../fixtures/ios-backup-writer.ts';
import { scenario } from '../../fixtures/scenario.ts';
import { filesBelow } from '../../fixtures/zip-writer.ts';
import { lockedPart } from '../../src-main/evidence/fixture-locked-zip.ts';
import { writeZip } from '../../src-main/evidence/fixture-zip.ts';
import { DESKTOP_KEY, writeLockedDesktop } from '../../src-main/sources/signal-desktop/fixture.ts';
import { smallStory } from '../contract/small-story.ts';
import { ask, goTo, picture, startShell, type RunningShell } from './web-shell.ts';

/* A zip with a password, in it an encrypted backup of a phone, in it a locked database; and keys that are kept and brought back. */

const ZIP_PASSWORD = 'warehouse 9';
const IOS_PASSWORD = 'Pier 4';
const PASSPHRASE = 'crate seventeen';
const DATABASE = 'HomeDomain/Library/Signal/sql/db.sqlite';
const BACKUP = 'bundle.zip!/backup/Manifest.db';

let shell: RunningShell;
let folder: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-nested-'));
  writeBundle();
  shell = await startShell(null);
});

test.afterAll(async () => {
  await shell.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The backup of a phone on which a folder of Signal lies, in a zip with a password. */
function writeBundle(): void {
  const story = smallStory(scenario());
  const device = story.devices.find(({ id }) => id === 'ada-phone');
  if (device === undefined) throw new Error('story: no device ada-phone');
  const [signal, phone, backup] = ['signal', 'phone', 'backup'].map((name) => join(folder, 'scratch', name)) as [string, string, string]; // prettier-ignore
  writeLockedDesktop(story, { root: signal, device });
  const library = join(phone, 'private/var/mobile/Library/Signal/sql');
  mkdirSync(library, { recursive: true });
  for (const name of ['db.sqlite', 'db.sqlite-wal']) cpSync(join(signal, 'sql', name), join(library, name));
  writeIosBackup(phone, backup, { password: IOS_PASSWORD, rounds: 100 });
  const parts = filesBelow(backup).map((name) =>
    lockedPart({ name: `backup/${name}`, data: readFileSync(join(backup, name)), password: ZIP_PASSWORD }),
  );
  mkdirSync(join(folder, 'seized'));
  writeFileSync(join(folder, 'seized/bundle.zip'), writeZip(parts));
  rmSync(join(folder, 'scratch'), { recursive: true });
}

test('locks in locks are opened one after another, and a kept key is brought back and forgotten', async ({ page, context }) => {
  test.slow();
  await context.addCookies([await shell.cookie()]);
  await page.goto(shell.origin);
  const casePath = join(folder, 'case');
  await ask(page, 'case.create', { path: casePath, number: '2026-45', examiner: 'E. Examiner', authority: { kind: 'warrant', reference: 'Order 4', issuer: 'Court' } }); // prettier-ignore
  const { id } = await ask(page, 'exhibit.add', { path: join(folder, 'seized'), reference: 'N-1' });
  await ask(page, 'job.wait', { job: id });
  await page.reload();
  await goTo(page, 'Unlock');
  const main = page.getByRole('main', { name: 'Unlock' });
  const list = main.getByRole('grid', { name: 'Locked files' });
  const detail = main.getByRole('region', { name: 'The chosen file' });

  await expect(list.getByRole('row').filter({ hasText: 'bundle.zip' })).toHaveCount(1);
  await open(detail, list, 'bundle.zip', 'Password of the archive', ZIP_PASSWORD);
  await list.getByRole('row').filter({ hasText: 'Manifest.db' }).click();
  await detail.getByText('Keep the value in this case').click();
  await detail.getByLabel('New passphrase of the key ring', { exact: true }).fill(PASSPHRASE);
  await detail.getByLabel('The passphrase again', { exact: true }).fill(PASSPHRASE);
  await open(detail, list, 'Manifest.db', 'Backup password', IOS_PASSWORD);
  await list.getByRole('row').filter({ hasText: 'db.sqlite' }).click();
  await detail.getByRole('radiogroup').getByText('hexadecimal digits').click();
  await open(detail, list, 'db.sqlite', 'hexadecimal digits', DESKTOP_KEY);
  await picture(page, 'nested-locks');

  await detail.getByRole('button', { name: 'Read this source' }).click();
  await expect(detail.getByRole('button', { name: 'Show its conversations' })).toBeVisible();
  const { rows } = await ask(page, 'item.page', { filter: {}, limit: 50 });
  const item = rows.find(({ body }) => body !== null)?.id ?? 0;
  const view = await ask(page, 'item.provenance', { item });
  expect(view.layers.map(({ kind }) => kind)).toEqual(['zip-password', 'ios-backup', 'sqlcipher']);
  expect(view.locators[0]?.path).toBe(`${BACKUP}!/${DATABASE}!/db.sqlite`);
  await page.goto(`${shell.origin}/#/timeline?record=${item}`);
  const layers = page.getByRole('complementary', { name: 'Provenance' }).getByRole('region', { name: 'What the file came out of' }); // prettier-ignore
  await expect(layers.getByRole('listitem')).toHaveCount(3);

  // Closed and opened again, the files of the backup want its key; the database in the work folder does not.
  await ask(page, 'case.close', {});
  await ask(page, 'case.open', { path: casePath });
  await page.goto(`${shell.origin}/#/locks?own=keys`);
  await page.reload();
  const ring = main.getByRole('region', { name: 'Key ring' });
  await expect(ring.getByText('in memory until the case is closed')).toHaveCount(0);
  const { locks } = await ask(page, 'lock.list', {});
  expect(locks.map(({ path, state }) => [path, state])).toEqual([
    ['bundle.zip', 'opened'],
    [BACKUP, 'key-needed'],
    [`${BACKUP}!/${DATABASE}`, 'opened'],
  ]);
  const recall = main.getByRole('form', { name: '1 value is kept in this case, encrypted' });
  const field = recall.getByLabel('Passphrase of the key ring', { exact: true });
  await field.fill('another');
  await field.press('Enter');
  await expect(recall).toContainText('This is not the passphrase of the key ring.');
  await field.fill(PASSPHRASE);
  await field.press('Enter');
  await expect(ring.getByText('in memory until the case is closed')).toHaveCount(1);
  await expect(recall).toHaveCount(0);

  await ring.getByRole('button', { name: /^Remove the value/u }).click();
  await ring.getByRole('button', { name: 'Cancel' }).click();
  const lock = locks.find(({ path }) => path === BACKUP)?.id ?? 0;
  await page.goto(`${shell.origin}/#/locks?own=${lock}`);
  await expect(detail).toContainText('Its files cannot be read before the key is given again');
  await detail.getByRole('button', { name: /^Use this key:/u }).click();
  await expect(detail.getByRole('heading', { name: 'What it gave' })).toBeVisible();
  await expect(async () => {
    expect((await ask(page, 'lock.list', {})).locks.map(({ state }) => state)).toEqual(['opened', 'opened', 'opened']);
  }).toPass();

  await page.goto(`${shell.origin}/#/locks?own=keys`);
  await ring.getByRole('button', { name: /^Remove the value/u }).click();
  await ring.getByRole('button', { name: 'Yes, forget it' }).click();
  await expect(ring.getByText('neither held nor kept')).toHaveCount(3);
  await picture(page, 'nested-forgotten');
  expect((await ask(page, 'lock.list', {})).locks.find(({ path }) => path === BACKUP)?.state).toBe('key-needed');
  for (const name of readdirSync(casePath).filter((one) => one.startsWith('case.db')))
    expect(readFileSync(join(casePath, name)).includes(IOS_PASSWORD)).toBe(false);
}); // prettier-ignore

/** Gives the key of a file that the list shows, and waits until it is open. */
async function open(detail: Locator, list: Locator, file: string, label: string, key: string): Promise<void> {
  await list.getByRole('row').filter({ hasText: file }).click();
  await expect(detail.getByRole('heading', { level: 2 })).toContainText(file);
  await detail.getByLabel(label, { exact: true }).fill(key);
  // By its button: that waits until the try before it has ended.
  await detail.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(detail.getByRole('heading', { name: 'What it gave' })).toBeVisible();
}
