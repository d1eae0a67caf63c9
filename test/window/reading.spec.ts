import { expect, type Page } from '@playwright/test';
import type { Filter, ItemView, Page as Rows } from '../../src-main/contract/index.ts';
import { ask, picture, test } from './web-shell.ts';

test('an address leads to exactly its item, on a fresh window and in an open conversation', async ({ window }) => {
  const { rows } = await items(window, { conversations: [1] }, 500);
  const early = rows[20];
  const late = rows[400];
  if (early === undefined || late === undefined) throw new Error('the conversation is too short');
  await visit(window, `#/conversations?conversation=1&item=${early.id}`);
  await window.reload();
  await expectActive(window, early, 21);
  await window.getByRole('feed').locator('.message-row.active').focus();
  await window.keyboard.press('End');
  await expect(window.getByRole('feed').getByRole('article').last()).toBeInViewport();
  await visit(window, `#/conversations?conversation=1&item=${late.id}`);
  await expectActive(window, late, 401);
  await visit(window, `#/conversations?conversation=1&item=${early.id}`);
  await expectActive(window, early, 21);
});

test('a quote leads to its message and back', async ({ window }) => {
  const { reply, quoted, position } = await aReply(window);
  await visit(window, `#/conversations?conversation=1&item=${reply.id}`);
  await expectActive(window, reply, position(reply));
  await window.keyboard.press('q');
  await expectActive(window, quoted, position(quoted));
  await window.keyboard.press('Backspace');
  await expectActive(window, reply, position(reply));
  // Again to the same one: the address does not change on the way, the place does.
  await window.keyboard.press('q');
  await expectActive(window, quoted, position(quoted));
  await window.keyboard.press('End');
  await window.keyboard.press('Backspace');
  await expectActive(window, reply, position(reply));
});

test('keys pressed while a jump is on its way reach the row gone to', { tag: '@web' }, async ({ window }) => {
  const { reply, quoted, position } = await aReply(window);
  await visit(window, `#/conversations?conversation=1&item=${reply.id}`);
  await expectActive(window, reply, position(reply));
  await window.route('**/rpc', async (route) => {
    const isPlace = route.request().postData()?.includes('"at":{"item"') === true;
    if (isPlace) await new Promise((done) => setTimeout(done, 500));
    await route.continue();
  });
  await window.keyboard.press('q');
  await window.keyboard.press('p');
  await expectProvenance(window, quoted);
  await window.keyboard.press('Backspace');
  await window.keyboard.press('j');
  await window.keyboard.press('k');
  await window.keyboard.press('p');
  await expectProvenance(window, reply);
});

test(
  'a key pressed as soon as an address is gone to reaches its row, with nothing focused before',
  { tag: '@web' },
  async ({ window }) => {
    const { reply } = await aReply(window);
    await visit(window, '#/conversations?conversation=1');
    await expect(window.getByRole('feed').getByRole('article').last()).toBeInViewport();
    await window.route('**/rpc', async (route) => {
      if (route.request().postData()?.includes('"at":{') === true) await new Promise((done) => setTimeout(done, 400));
      await route.continue();
    });
    await window.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    await visit(window, `#/conversations?conversation=1&item=${reply.id}`);
    await window.keyboard.press('p');
    await expectProvenance(window, reply);
    await expect(window.getByRole('feed').locator('.message-row.active')).toBeFocused();
  },
);

test(
  'messages are found, picked, copied as citations and followed to other views',
  { tag: '@web' },
  async ({ window, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const { rows } = await items(window, { conversations: [1] }, 1000);
    const at = rows.findIndex((row) => row.body === 'Half now, half after.');
    const [before, found] = [rows[at - 1], rows[at]];
    if (before === undefined || found === undefined) throw new Error('the story has changed');
    await visit(window, `#/conversations?conversation=1&item=${rows[0]?.id ?? 0}`);
    await expect(window.getByRole('feed').locator('.message-row.active')).toHaveAttribute('aria-posinset', '1');
    const find = window.getByRole('textbox', { name: 'Find in this conversation' });
    await find.fill('half');
    const status = window.getByRole('search').getByRole('status');
    const hits = await ask(window, 'search.page', { filter: { conversations: [1], text: 'half' }, limit: 100 });
    await expect(status).toHaveText(`1 of ${hits.total}`);
    const nth = hits.rows.findIndex(({ item }) => item.id === found.id);
    for (let n = 0; n < nth; n += 1) await find.press('Enter');
    await expect(status).toHaveText(`${nth + 1} of ${hits.total}`);
    const marked = window.getByRole('feed').locator('.message-row.active');
    await expect(marked).toContainText('Half now');
    await expect(marked).toBeInViewport();
    await expect(marked.locator('mark')).toHaveText(['Half', 'half']);
    await picture(window, 'find-in');
    await find.press('Escape');
    await expect(window.getByRole('feed').locator('mark')).toHaveCount(0);
    // Begun anew it goes on from here; it says when it has gone around.
    await find.fill('half');
    await expect(status).toHaveText(`${nth + 1} of ${hits.total}`);
    for (let n = nth + 1; n < hits.total; n += 1) await find.press('Enter');
    await expect(status).toHaveText(`${hits.total} of ${hits.total}`);
    await find.press('Enter');
    await expect(status).toHaveText(`1 of ${hits.total} · from the first again`);
    await find.press('Escape');
    await find.press('Escape');
    await expect(window.getByRole('feed').locator('.message-row.active')).toBeFocused();
    await visit(window, `#/conversations?conversation=1&item=${found.id}`);
    await expect(marked).toContainText('Half now');
    const date = window.getByRole('textbox', { name: 'Go to date' });
    await date.fill('2025-13-01');
    await date.press('Enter');
    await expect(window.getByText('That is no date.')).toBeVisible();
    await window.route('**/rpc', (route) =>
      route.request().postData()?.includes('"timeMs"') === true
        ? route.fulfill({ json: { ok: false, failure: { code: 'internal', detail: {} } } })
        : route.continue(),
    );
    await date.fill('2025-03-06');
    await date.press('Enter');
    await expect(window.locator('.thread').getByRole('alert')).toBeVisible();
    await window.unroute('**/rpc');

    await marked.focus();
    await window.keyboard.press('Shift+ArrowUp');
    await expect(window.getByRole('feed').locator('.picked')).toHaveCount(2);
    await picture(window, 'picked');
    await window.keyboard.press('Control+c');
    await expect(window.locator('.thread-foot').getByText('Copied 2 items')).toBeVisible();
    const text = await window.evaluate(() => navigator.clipboard.readText());
    const [first = '', second = ''] = text.split('\n\n');
    const [origin] = await ask(window, 'item.origins', { items: [before.id] });
    expect(first).toContain(`A-1 · WhatsApp · Ben London · item ${before.id}`);
    expect(first).toContain('State: Marked as deleted for everyone');
    expect(first).toContain(`row ${String(origin?.rowid)}, SHA-256 ${String(origin?.sha256)}`);
    expect(second).toContain('2025-03-06 04:13:00 +00:00');
    expect(second).toContain(`(${String(found.sender?.identifier)})`);
    expect(second).toContain('Text: Half now, half after.');
    await window.keyboard.press('Escape');
    await expect(window.getByRole('feed').locator('.picked')).toHaveCount(0);

    await window.keyboard.press('m');
    const menu = window.getByRole('menu', { name: 'Actions of the message' });
    await expect(menu.getByRole('menuitem').first()).toBeFocused();
    await picture(window, 'item-menu');
    await window.keyboard.press('Escape');
    await expect(menu).toBeHidden();
    await expect(marked).toBeFocused();
    await window.keyboard.press('m');
    await expect(menu.getByRole('menuitem').first()).toBeFocused();
    await window.keyboard.press('t');
    await expect(window.getByRole('main', { name: 'Timeline' })).toBeVisible();
    await expect(window.getByRole('gridcell', { name: 'Half now, half after.' }).first()).toBeVisible();
    await window.goBack();
    await expect(marked).toBeInViewport();
  },
);

test('two conversations are picked, read side by side, and kept at one time', async ({ window }) => {
  await visit(window, `#/conversations?filter=${encodeURIComponent(JSON.stringify({ text: 'pallets' }))}`);
  const list = window.getByRole('listbox', { name: 'Conversations' });
  const { rows } = await ask(window, 'conversation.page', { filter: { text: 'pallets' }, limit: 50 });
  await expect(list.getByRole('option')).toHaveCount(rows.length);
  for (const row of rows) {
    const { total } = await items(window, { text: 'pallets', conversations: [row.id] }, 1);
    expect(row.matching).toBe(total);
  }
  await visit(window, '#/conversations');
  await window.getByRole('textbox', { name: 'Find a conversation' }).fill('A');
  await list.focus();
  const nameOf = async (n: number): Promise<string> =>
    (await list.getByRole('option').nth(n).locator('.title').innerText()).trim();
  await expect(list.getByRole('option').nth(1)).toBeVisible();
  for (const key of ['ArrowDown', 'Space', 'ArrowDown', 'Space']) await window.keyboard.press(key);
  await expect(list.locator('[aria-selected=true]')).toHaveCount(2);
  const [one, other] = [await nameOf(0), await nameOf(1)];
  await window.getByRole('button', { name: 'Side by side' }).click();
  const threads = window.locator('section.thread');
  await expect(threads.getByRole('heading')).toHaveText([one, other]);
  await expect(list.locator('.picked-icon')).toHaveCount(0);

  await visit(window, '#/conversations?conversation=1&beside=15');
  const [left, right] = [threads.nth(0).getByRole('feed'), threads.nth(1).getByRole('feed')];
  await expect(right.getByRole('article').last()).toBeInViewport();
  await window.getByRole('button', { name: 'Scroll both by time' }).click();
  const date = threads.nth(0).getByRole('textbox', { name: 'Go to date' });
  await date.fill('2025-03-06');
  await date.press('Enter');
  await expect(
    left.getByText('Put 17 behind the pallets and tell nobody. I pay when it is in London.').first(),
  ).toBeInViewport();
  await expect(
    right.getByText('Put 17 behind the pallets and tell nobody. I pay when it is in London.').first(),
  ).toBeInViewport();
  await picture(window, 'side-by-side');
  const place = await left.getByRole('article').first().getAttribute('aria-posinset');
  await right.locator('[role=article][tabindex="0"]').focus();
  await window.keyboard.press('Home');
  await expect(left.getByRole('article').first()).toHaveAttribute('aria-posinset', '1');
  expect(place).not.toBe('1');
  await window.getByRole('button', { name: 'Close the second conversation' }).click();
  await expect(threads).toHaveCount(1);
});

test('the focus follows the marked row, and Enter opens its provenance', async ({ window }) => {
  const { rows } = await items(window, { conversations: [1] }, 500);
  const [at, above] = [rows[300], rows[299]];
  if (at === undefined || above === undefined) throw new Error('the conversation is too short');
  await visit(window, `#/conversations?conversation=1&item=${at.id}`);
  const marked = window.getByRole('feed').locator('.message-row.active');
  await expect(marked).toHaveAttribute('aria-posinset', '301');
  await marked.focus();
  for (const [key, position] of [
    ['k', 300],
    ['Home', 1],
    ['End', null],
    ['PageUp', null],
  ] as const) {
    await window.keyboard.press(key);
    if (position !== null) await expect(marked).toHaveAttribute('aria-posinset', String(position));
    await expect(marked).toBeFocused();
    await expect(marked).toBeInViewport();
    if (key !== 'k') continue;
    await window.keyboard.press('Enter');
    await expectProvenance(window, above);
    await expect(marked).toBeFocused();
  }
});

test('receipts open on R with who and when', { tag: '@web' }, async ({ window }) => {
  const { rows } = await items(window, { conversations: [1], directions: ['outgoing'] }, 500);
  const sent = rows.find((row) => row.receipts.read > 0);
  if (sent === undefined) throw new Error('nothing was read');
  await visit(window, `#/conversations?conversation=1&item=${sent.id}`);
  await expectActive(window, sent);
  const row = window.getByRole('feed').locator('.message-row.active');
  await row.focus();
  await window.keyboard.press('r');
  await expect(row.locator('.receipts')).toContainText('read 2');
  await picture(window, 'receipts');
  await window.keyboard.press('r');
  await expect(row.locator('.receipts')).toHaveCount(0);
  // Of very many only some are laid out; what is held back is counted and shown on demand.
  const [one] = await ask(window, 'item.receipts', { item: sent.id });
  await window.route('**/rpc', (route) =>
    route.request().postData()?.includes('"item.receipts"') === true
      ? route.fulfill({ json: { ok: true, value: Array.from({ length: 450 }, () => one) } })
      : route.continue(),
  );
  await window.reload();
  await expectActive(window, sent);
  await row.focus();
  await window.keyboard.press('r');
  await row.getByRole('button', { name: 'and 250 more' }).click();
  await row.getByRole('button', { name: 'and 50 more' }).click();
  await expect(row.locator('.receipts li')).toHaveCount(450);
  await window.unroute('**/rpc');
});

test(
  'a picture opens and a voice message is played from the exhibit by ranges',
  { tag: '@web' },
  async ({ window }) => {
    const picturesFound = await items(window, { attachments: 'present', types: ['image'] }, 1);
    const shown = picturesFound.rows[0];
    if (shown === undefined) throw new Error('no picture in the sample');
    await visit(window, `#/conversations?conversation=${String(shown.conversation)}&item=${shown.id}`);
    await expectActive(window, shown);
    const row = window.getByRole('feed').locator('.message-row.active');
    await row.locator('button.picture').click();
    const large = window.getByRole('dialog').getByRole('img');
    await expect.poll(() => large.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
    const viewer = window.getByRole('dialog');
    const { total: pictures } = await items(
      window,
      {
        conversations: [shown.conversation ?? 0],
        attachments: 'present',
        types: ['image', 'video', 'video-note', 'gif', 'sticker'],
      },
      1,
    );
    await expect(viewer.getByRole('status')).toHaveText(`1 of ${pictures}`);
    await picture(window, 'picture-open');
    const [source, width] = [await large.getAttribute('src'), (await large.boundingBox())?.width ?? 0];
    await viewer.getByRole('group').focus();
    await window.keyboard.press('+');
    await window.keyboard.press('+');
    await expect(viewer.getByText('225 %')).toBeVisible();
    await expect.poll(async () => (await large.boundingBox())?.width ?? 0).not.toBe(width);
    await window.keyboard.press('r');
    await expect(large).toHaveCSS('rotate', '90deg');
    await window.keyboard.press('ArrowRight');
    await expect(large).toHaveCSS('rotate', 'none');
    await expect(viewer.getByRole('status')).toHaveText(`2 of ${pictures}`);
    await expect(large).not.toHaveAttribute('src', source ?? '');
    await expect.poll(() => large.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
    await window.keyboard.press('Escape');
    await expect(window.getByRole('dialog')).toHaveCount(0);

    const voices = await items(window, { attachments: 'present', types: ['voice'] }, 1);
    const voice = voices.rows[0];
    if (voice === undefined) throw new Error('no voice message in the sample');
    await visit(window, `#/conversations?conversation=${String(voice.conversation)}&item=${voice.id}`);
    await expectActive(window, voice);
    await expect(row.getByRole('img', { name: /^Waveform/u })).toBeVisible();
    const audio = row.locator('audio');
    const address = (await audio.getAttribute('src')) ?? '';
    const answer = window.waitForResponse((response) => response.url().endsWith(address));
    await audio.evaluate((element: HTMLAudioElement) => {
      element.load();
      element.preload = 'auto';
      element.muted = true;
      return element.play();
    });
    expect((await answer).status()).toBe(206);
    await expect.poll(() => audio.evaluate((element: HTMLAudioElement) => element.duration)).toBeGreaterThan(0);
    await picture(window, 'voice');
  },
);

/** A reply in the first conversation, what it quotes, and where both stand (from 1). */
async function aReply(page: Page) {
  const { rows } = await items(page, { conversations: [1] }, 1000);
  const reply = rows.findLast((row) => row.quote !== null && row.quote.item !== null && row.conversation === 1);
  const quoted = rows.find((row) => row.id === reply?.quote?.item);
  if (reply === undefined || quoted === undefined) throw new Error('no reply in the conversation');
  return { reply, quoted, position: (item: ItemView): number => rows.indexOf(item) + 1 };
}

/** Goes to an address of the window without loading it anew. */
async function visit(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to;
  }, hash);
}

/** Expects an item to be the marked row, on the screen, focused where it holds the focus, and at its position (from 1). */
async function expectActive(page: Page, item: ItemView, position?: number): Promise<void> {
  const row = page.getByRole('feed').locator('.message-row.active');
  if (position !== undefined) await expect(row).toHaveAttribute('aria-posinset', String(position));
  await expect(row).toBeInViewport();
  await row.focus();
  await page.keyboard.press('p');
  await expectProvenance(page, item);
}

/** Expects the provenance of an item to open, and closes it. */
async function expectProvenance(page: Page, item: ItemView): Promise<void> {
  const drawer = page.getByRole('complementary', { name: 'Provenance' });
  await expect(drawer).toContainText(`Item ${item.id}`);
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
}

function items(page: Page, filter: Filter, limit: number): Promise<Rows<ItemView>> {
  return ask(page, 'item.page', { filter, limit });
}
