import { expect, type Page, type Route } from '@playwright/test';
import { ask, goTo, test } from './web-shell.ts';

/** Keeps questions from the engine whose text says so, until they are let go. */
async function hold(page: Page, isHeld: (body: string) => boolean): Promise<() => Promise<void>> {
  const held: Route[] = [];
  await page.route('**/rpc', async (route) => {
    if (isHeld(route.request().postData() ?? '')) held.push(route);
    else await route.continue();
  });
  return async () => {
    await page.unroute('**/rpc');
    // The window may have let go of a question meanwhile.
    for (const route of held) await route.continue().catch(() => undefined);
  };
}

const isRows = (body: string): boolean => body.includes('.page"') && body.includes('"at":{"index"');

test.beforeEach(async ({ window }) => {
  for (const { tag } of await ask(window, 'tag.list', {})) await ask(window, 'tag.remove', { tag });
  await ask(window, 'tag.create', { name: 'Relevant', colour: 'red', key: 1, meaning: '' });
  await ask(window, 'tag.create', { name: 'Privileged', colour: 'violet', key: 4, meaning: '' });
});

test.afterEach(async ({ window }) => {
  for (const { tag } of await ask(window, 'tag.list', {})) await ask(window, 'tag.remove', { tag });
});

test('a key pressed before its row has come acts on that row, or on none', { tag: '@web' }, async ({ window }) => {
  const count = async (): Promise<number> =>
    (await ask(window, 'tag.list', {})).find(({ key }) => key === 4)?.items ?? -1;
  await goTo(window, 'Timeline');
  const grid = window.getByRole('grid', { name: 'Timeline' });
  const active = grid.locator('.virtual-row.active');
  await expect(grid.getByRole('row').nth(1).getByRole('gridcell').first()).toBeVisible();
  await grid.focus();
  let letGo = await hold(window, isRows);
  for (const key of ['End', '4', 'b']) await window.keyboard.press(key);
  await expect(active).toBeVisible();
  await expect(active.getByRole('gridcell')).toHaveCount(0);
  // Left before it came: the key is for no row.
  for (const key of ['Home', 'End']) await window.keyboard.press(key);
  await letGo();
  await expect(active.getByRole('gridcell').first()).toBeVisible();
  expect(await count()).toBe(0);

  await window.reload();
  await expect(grid.getByRole('row').nth(1).getByRole('gridcell').first()).toBeVisible();
  await grid.focus();
  letGo = await hold(window, isRows);
  for (const key of ['End', '4', 'b', '1', 'z']) await window.keyboard.press(key);
  await expect(active.getByRole('gridcell')).toHaveCount(0);
  await letGo();
  await expect(active.getByTitle('Bookmarked').first()).toBeAttached();
  await expect.poll(count).toBe(1);
  const { total } = await ask(window, 'item.page', { filter: {}, limit: 1 });
  const { rows } = await ask(window, 'item.page', { filter: {}, at: { index: total - 1 }, limit: 1 });
  expect(rows[0]?.tags.map(({ name }) => name)).toEqual(['Privileged']);
  expect(rows[0]?.bookmarked).toBe(true);
  await expect(window.getByRole('main', { name: 'Timeline' })).toBeVisible();
  for (const key of ['z', 'z']) await window.keyboard.press(key);
  await expect.poll(count).toBe(0);
});

test('a number leads away from no list of items while its rows are on the way', { tag: '@web' }, async ({ window }) => {
  const lists = [
    ['Timeline', 'grid', 'Timeline'],
    ['Media', 'grid', 'Attachments'],
    ['Calls', 'grid', 'Calls'],
    ['Places', 'grid', 'Places one by one'],
    ['Review', 'listbox', 'What the filter lets through'],
  ] as const;
  for (const [view, role, name] of lists) {
    const letGo = await hold(window, isRows);
    await goTo(window, view);
    const list = window.getByRole('main', { name: view }).getByRole(role, { name });
    await expect(list).toBeVisible();
    await list.focus();
    for (const key of ['ArrowRight', 'ArrowDown', '4', '9', 'b']) await window.keyboard.press(key);
    await letGo();
    await expect(list.locator('.virtual-row, .media-cell').first()).toBeVisible();
    await expect(window.getByRole('main', { name: view }), view).toBeVisible();
  }
  await goTo(window, 'Search');
  let letGo = await hold(window, isRows);
  await window.getByRole('textbox', { name: 'Search' }).fill('crate');
  await window.keyboard.press('Enter');
  const hits = window.getByRole('listbox', { name: 'Hits', exact: true });
  await hits.focus();
  for (const key of ['ArrowDown', '4']) await window.keyboard.press(key);
  await letGo();
  await expect(hits.getByRole('option').first()).toBeVisible();

  const { rows } = await ask(window, 'item.page', { filter: { conversations: [1] }, at: { index: 2 }, limit: 1 });
  const [goal] = rows;
  if (goal === undefined) throw new Error('the sample has no third message');
  letGo = await hold(window, (body) => body.includes('"at":{'));
  await window.evaluate((hash) => {
    globalThis.location.hash = hash;
  }, `#/conversations?conversation=1&item=${goal.id}`);
  const feed = window.getByRole('feed');
  await expect(feed).toBeFocused();
  await window.keyboard.press('4');
  await letGo();
  await expect(feed.locator('.message-row.active').getByText('Privileged', { exact: true })).toBeVisible();
  await expect(feed.locator('.message-row.active')).toHaveAttribute('aria-posinset', '3');
});

test('Z takes back the last mark, also one that the engine has not answered', { tag: '@web' }, async ({ window }) => {
  await goTo(window, 'Timeline');
  const grid = window.getByRole('grid', { name: 'Timeline' });
  const active = grid.locator('.virtual-row.active');
  await expect(grid.getByRole('row').nth(1).getByRole('gridcell').first()).toBeVisible();
  await grid.focus();
  for (const key of ['Home', '1']) await window.keyboard.press(key);
  await expect.poll(async () => (await ask(window, 'tag.list', {})).find(({ key }) => key === 1)?.items).toBe(1);
  await window.keyboard.press('ArrowDown');
  const letGo = await hold(window, (body) => body.includes('"item.bookmark"'));
  for (const key of ['b', 'z']) await window.keyboard.press(key);
  await expect(active.getByTitle('Bookmarked').first()).toBeAttached();
  await letGo();
  await expect(active.getByTitle('Bookmarked')).toHaveCount(0);
  const { rows } = await ask(window, 'item.page', { filter: {}, limit: 2 });
  expect(rows.map(({ tags, bookmarked }) => [tags.length, bookmarked])).toEqual([[1, false], [0, false]]); // prettier-ignore
});
