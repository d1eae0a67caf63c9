import { expect } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, goTo, picture, test } from './web-shell.ts';

test('a deleted message is found, told apart, and followed to its bytes', async ({ window }) => {
  await goTo(window, 'Timeline');
  await window.getByRole('button', { name: 'Add filter' }).click();
  await window.getByRole('checkbox', { name: 'Recovered' }).check({ force: true });
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(0);
  await expect(window.getByRole('region', { name: 'Filter' }).getByText('Recovered')).toBeVisible();
  const row = window.getByRole('grid', { name: 'Timeline' }).getByRole('row').filter({ hasText: 'Ben London' });
  await expect(row.getByText('Recovered')).toBeVisible();
  await row.click();
  await window.keyboard.press('p');
  const drawer = window.getByRole('complementary', { name: 'Provenance' });
  await expect(drawer.getByText('Byte ranges').first()).toBeVisible();
  // State and method stand beside the bytes, and stored values beside what they are shown as.
  await expect(drawer.locator('.facts').first()).toContainText(/State\s*Recovered.*Method:/su);
  await expect(drawer.locator('.value-meaning').filter({ hasText: 'the digits of the time' }).first()).toBeAttached();
  await drawer.getByRole('button', { name: 'Show bytes' }).first().click();
  await expect(drawer.getByRole('region', { name: 'Bytes' })).toBeVisible();
  const parts = drawer.getByRole('list', { name: 'Parts of the cell' }).first();
  await expect(parts.getByText('text_data')).toBeVisible();
  expect(await drawer.locator('.hex-line .part').count()).toBeGreaterThan(2);
  const range = drawer.locator('.range').first();
  const command = await range.locator('.command-line code').innerText();
  const hash = await range.locator('.hash code').innerText();
  expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' }).slice(0, 64)).toBe(hash);
  await picture(window, 'provenance');
  await window.goBack();
  await expect(drawer).toBeHidden();

  // A line of an exported text lies in no database.
  const sources = await ask(window, 'source.list', {});
  const text = sources.find(({ parser }) => parser === 'whatsapp-text');
  const { rows } = await ask(window, 'item.page', { filter: { sources: [text?.id ?? 0] }, limit: 1 });
  await window.evaluate(
    (hash) => {
      globalThis.location.hash = hash;
    },
    `#/timeline?record=${rows[0]?.id ?? 0}`,
  );
  await expect(drawer.locator('.range')).toContainText('dd if=');
  await expect(drawer.locator('.range')).not.toContainText(/page|database/u);
  await expect(drawer.getByRole('button', { name: 'Show bytes' })).toHaveCount(1);
});

test('search counts hits, groups them and leads to their place', async ({ window }) => {
  await goTo(window, 'Search');
  await window.getByRole('textbox', { name: 'Search' }).fill('crate');
  await window.keyboard.press('Enter');
  const hits = window.getByRole('listbox', { name: 'Hits', exact: true });
  await expect(hits.getByRole('option').first()).toBeVisible();
  const total = Number(
    (await window.getByRole('button', { name: 'All conversations' }).innerText()).replaceAll(/\D/gu, ''),
  );
  await expect(window.getByRole('region', { name: 'Hits' }).getByRole('status')).toHaveText(`${total} hits`);
  expect(total).toBeGreaterThan(1);
  await hits.focus();
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('main', { name: 'Conversations' })).toBeVisible();
  await expect(window.locator('.message-row.active')).toBeVisible();
});

test('names and texts from evidence stay text', async ({ window }) => {
  await goTo(window, 'Contacts');
  const list = window.getByRole('listbox', { name: 'Accounts and groups' });
  await expect(list.getByRole('option').first()).toBeVisible();
  await list.focus();
  await window.keyboard.press('End');
  await goTo(window, 'Conversations');
  await window.getByRole('textbox', { name: 'Find a conversation' }).fill('Odd');
  const odd = window.getByRole('listbox', { name: 'Conversations' }).getByRole('option').first();
  await expect(odd).toContainText('<b>Odd</b>');
  await odd.click();
  await expect(window.getByRole('article').first()).toBeVisible();
  expect(await window.locator('main b, main script, main iframe, main a[href^=http]').count()).toBe(0);
  await picture(window, 'hostile-names');
});

test('the whole window is worked by keyboard', async ({ window }) => {
  await window.keyboard.press('4');
  await expect(window.getByRole('main', { name: 'Conversations' })).toBeVisible();
  const list = window.getByRole('listbox', { name: 'Conversations' });
  await expect(list.getByRole('option').first()).toBeVisible();
  await list.focus();
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Enter');
  const feed = window.getByRole('feed');
  await expect(feed.getByRole('article').last()).toBeVisible();
  await feed.locator('[role=article][tabindex="0"]').focus();
  await window.keyboard.press('Home');
  await expect(feed.locator('.message-row.active')).toHaveAttribute('aria-posinset', '1');
  await window.keyboard.press('j');
  await expect(feed.locator('.message-row.active')).toHaveAttribute('aria-posinset', '2');
  await window.keyboard.press('p');
  await expect(window.getByRole('complementary', { name: 'Provenance' })).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(window.getByRole('complementary', { name: 'Provenance' })).toBeHidden();
  await window.keyboard.press('?');
  await expect(window.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await picture(window, 'cheat-sheet');
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toBeHidden();
  await window.keyboard.press('Control+k');
  await window.keyboard.type('custody');
  await picture(window, 'palette');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('main', { name: 'Custody' })).toBeVisible();
});

test('the zone of the case rules every time, with UTC beside it', async ({ window }) => {
  await goTo(window, 'Timeline');
  await window.getByRole('button', { name: /^Zone:/u }).click();
  await window.getByRole('textbox', { name: /^Find a zone/u }).fill('Kolkata');
  await window
    .getByRole('button', { name: /Asia\/Kolkata|Asia\/Calcutta/u })
    .first()
    .click();
  await expect(window.getByRole('grid', { name: 'Timeline' }).getByText('+05:30').first()).toBeVisible();
  await picture(window, 'timeline-kolkata');
  await window.getByRole('button', { name: /^Zone:/u }).click();
  await window.getByRole('textbox', { name: /^Find a zone/u }).fill('UTC');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('button', { name: 'Zone: UTC' })).toBeVisible();
});

test('a report is written, verified, and a changed byte is named', async ({ window }, info) => {
  const out = info.outputPath('report');
  await goTo(window, 'Report');
  await window.getByRole('checkbox', { name: 'PDF' }).uncheck({ force: true });
  await window.getByRole('textbox', { name: 'Folder of the report' }).fill(out);
  await window.getByRole('button', { name: 'Write report' }).click();
  const list = window.getByRole('region', { name: 'Reports written' });
  await expect(list.getByText(out)).toBeVisible({ timeout: 45_000 });
  await list.getByRole('listitem').filter({ hasText: out }).getByRole('button', { name: 'Verify' }).click();
  await expect(window.getByText('Verified: no differences found').first()).toBeVisible();

  const named = /^[0-9a-f]{64} {2}(data\/\S+\.html)$/mu.exec(readFileSync(`${out}/manifest-sha256.txt`, 'utf8'))?.[1];
  if (named === undefined) throw new Error('the manifest names no page');
  const bytes = readFileSync(join(out, named));
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
  writeFileSync(join(out, named), bytes);
  await list.getByRole('listitem').filter({ hasText: out }).getByRole('button', { name: 'Verify' }).click();
  await expect(list.getByText(/^Not as written: \d+ differences?$/u)).toBeVisible();
  await expect(window.getByRole('main').getByText(named).first()).toBeVisible();
  await picture(window, 'report-changed');
});

test('a list is reviewed by keyboard: tags, notes, undo, next untagged', { tag: '@web' }, async ({ window }) => {
  test.setTimeout(120_000);
  for (const { tag } of await ask(window, 'tag.list', {})) await ask(window, 'tag.remove', { tag });
  await goTo(window, 'Review');
  const queue = window.getByRole('listbox', { name: 'What the filter lets through' });
  const panel = window.getByRole('complementary', { name: 'Tags and notes' });
  await expect(queue.getByRole('option').first()).toBeVisible();
  const progress = window.locator('.review-progress').getByRole('status');
  const [, total = ''] = /of ([\d,]+) tagged/u.exec(await progress.innerText()) ?? [];
  await panel.getByRole('button', { name: 'Begin with' }).click();
  await expect(panel.getByRole('button', { name: /^1 Relevant/u })).toBeVisible();
  await queue.focus();
  await window.keyboard.press('Home');
  await window.keyboard.press('1');
  await expect(queue.getByRole('option').first().getByText('Relevant', { exact: true })).toBeVisible();
  await expect(queue.locator('.virtual-row.active')).toHaveAttribute('aria-posinset', '2');
  const asked: string[] = [];
  window.on('request', (request) => asked.push(request.postData() ?? ''));
  await window.keyboard.press('2');
  await expect(progress).toHaveText(`2 of ${total} tagged`);
  // The list's filter does not ask for marks: its rows get theirs without being asked for anew.
  expect(asked.filter((body) => body.includes('"item.page"') && body.includes('"at":{"index"'))).toEqual([]);
  await window.keyboard.press('Home');
  await window.keyboard.press('u');
  await expect(queue.locator('.virtual-row.active')).toHaveAttribute('aria-posinset', '3');
  await window.keyboard.press('n');
  await window.keyboard.type('ask 1 about 2');
  await window.keyboard.press('Control+Enter');
  await expect(panel.getByText('ask 1 about 2').first()).toBeVisible();
  await window.keyboard.press('Escape');
  await window.keyboard.press('b');
  await expect(panel.getByRole('button', { name: 'Remove bookmark' })).toBeVisible();
  await picture(window, 'review');
  await window.keyboard.press('z');
  await expect(panel.getByRole('button', { name: 'Remove bookmark' })).toBeHidden();
  await window.keyboard.press('z');
  await expect(panel.getByText('ask 1 about 2')).toHaveCount(0);
  await window.keyboard.press('z');
  await expect(progress).toHaveText(`1 of ${total} tagged`);
  await window.getByRole('button', { name: 'Tag all' }).click();
  const dialog = window.getByRole('dialog', { name: 'Tag all' });
  await expect(dialog.getByText(`lets ${total} messages`)).toBeVisible();
  await dialog.getByRole('button', { name: 'Set Relevant' }).click();
  await expect(dialog.getByRole('status')).toContainText(`of ${total}`);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(progress).toHaveText(`${total} of ${total} tagged`);
  await queue.focus();
  await window.keyboard.press('u');
  await expect(window.getByText('No further item without a tag')).toBeVisible();
  await window.keyboard.press('Enter');
  await expect(window.getByRole('main', { name: 'Conversations' })).toBeVisible();
  const message = window.locator('.message-row.active');
  await expect(message.locator('.tag-chip').first()).toBeVisible();

  const list = window.getByRole('listbox', { name: 'Conversations' });
  await list.focus();
  await window.keyboard.press('Home');
  await window.getByRole('combobox', { name: 'Review' }).selectOption('All tagged');
  await expect(
    list
      .getByRole('option')
      .first()
      .getByTitle(/0 without a tag$/u)
      .first(),
  ).toBeVisible();
  await picture(window, 'conversations-reviewed');
  await window.getByRole('combobox', { name: 'Review' }).selectOption('Nothing tagged');
  await expect(window.getByText('No conversation is left')).toBeVisible();
  await window.getByRole('combobox', { name: 'Review' }).selectOption('Any review');
  await expect(list.getByRole('option').first()).toBeVisible();

  // The same keys wherever the message is listed.
  await message.focus();
  await window.keyboard.press('b');
  await expect(message.getByTitle('Bookmarked')).toBeVisible();
  await goTo(window, 'Search');
  await window.getByRole('textbox', { name: 'Search' }).fill('crate');
  await window.keyboard.press('Enter');
  const hits = window.getByRole('listbox', { name: 'Hits', exact: true });
  const hit = hits.getByRole('option').first();
  await expect(hit.locator('.tag-chip')).toHaveText(['Relevant']);
  await hits.focus();
  for (const key of ['Home', '3', 'n']) await window.keyboard.press(key);
  await expect(hit.locator('.tag-chip')).toHaveText(['Relevant', 'To clarify']);
  const notes = window.getByRole('dialog', { name: 'Notes' });
  await expect(notes.getByRole('textbox')).toBeFocused();
  await window.keyboard.type('who is crate 17');
  await window.keyboard.press('Escape');
  await expect(hits).toBeFocused();
  await window.keyboard.press('n');
  await expect(notes.getByRole('textbox')).toHaveValue('who is crate 17');
  await window.keyboard.press('Control+Enter');
  await expect(notes.locator('.note-text')).toHaveText('who is crate 17');
  await picture(window, 'note-dialog');
  await window.keyboard.press('Escape');
  await expect(hit.getByTitle('1 note').first()).toBeVisible();
  await expect(hits).toBeFocused();
  for (const key of ['z', 'z']) await window.keyboard.press(key);
  await expect(hit.locator('.tag-chip')).toHaveText(['Relevant']);
  await expect(hit.getByTitle('1 note')).toHaveCount(0);
  await goTo(window, 'Media');
  const grid = window.getByRole('grid', { name: 'Attachments' });
  await expect(grid.getByRole('gridcell').first()).toBeVisible();
  await grid.focus();
  for (const key of ['ArrowRight', '4', 'b']) await window.keyboard.press(key);
  await expect(grid.getByRole('gridcell').first().getByRole('img', { name: 'Privileged' })).toBeVisible();
  await expect(grid.getByRole('gridcell').first().getByTitle('Bookmarked').first()).toBeVisible();
  await picture(window, 'media-marked');
  for (const key of ['z', 'z']) await window.keyboard.press(key);
  await expect(grid.getByRole('gridcell').first().getByRole('img', { name: 'Privileged' })).toHaveCount(0);
  for (const { tag } of await ask(window, 'tag.list', {})) await ask(window, 'tag.remove', { tag });
});

test('the tags of a case are saved as a file and taken from one', { tag: '@web' }, async ({ window }) => {
  for (const { tag } of await ask(window, 'tag.list', {})) await ask(window, 'tag.remove', { tag });
  await ask(window, 'tag.create', { name: 'Relevant', colour: 'red', key: 1, meaning: 'of the case' });
  await goTo(window, 'Review');
  const panel = window.getByRole('complementary', { name: 'Tags and notes' });
  const [download] = await Promise.all([window.waitForEvent('download'), panel.getByRole('button', { name: 'Save tags' }).click()]); // prettier-ignore
  const set = JSON.parse(readFileSync(await download.path(), 'utf8')) as {
    readonly tags: readonly { readonly name: string }[];
  };
  expect(set.tags.map(({ name }) => name)).toContain('Relevant');
  const other = { ...set, tags: [...set.tags, { name: 'Customs', colour: 'teal', key: 1, meaning: '' }] };
  const file = { name: 'tags.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(other)) };
  await panel.getByLabel('Take tags').last().setInputFiles(file);
  await expect(panel.getByText(`1 tag made; 1 without the key, which another tag has; ${set.tags.length} of that name left as they are`)).toBeVisible(); // prettier-ignore
  await panel
    .getByLabel('Take tags')
    .last()
    .setInputFiles({ ...file, buffer: Buffer.from('[]') });
  await expect(panel.getByText('tags.json is not a set of tags')).toBeVisible();
  for (const { tag } of await ask(window, 'tag.list', {})) await ask(window, 'tag.remove', { tag });
});
