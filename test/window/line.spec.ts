import { expect, type Page, type Route } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { ask, goTo, picture, test } from './web-shell.ts';

test('a span is selected, counted, named, shown and removed, and each step is in the log', async ({ window }) => {
  await goTo(window, 'Timeline');
  const chart = window.getByRole('application', { name: /^Density of items/u });
  const box = await chart.boundingBox();
  if (box === null) throw new Error('no chart');
  await window.mouse.move(box.x + box.width * 0.3, box.y + 60);
  await window.mouse.down();
  await window.mouse.move(box.x + box.width * 0.6, box.y + 60, { steps: 4 });
  await window.mouse.up();
  const selection = window.getByRole('group', { name: 'Selected span' });
  await expect(selection.getByRole('status')).toHaveText(/^[\d,]+ items$/u);
  const counted = numberIn(await selection.getByRole('status').innerText());
  await selection.getByRole('button', { name: 'Name …' }).click();
  const dialog = window.getByRole('dialog', { name: 'Name a time' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('The harbour weeks');
  await dialog.getByRole('button', { name: 'Keep' }).click();
  await expect(dialog).toBeHidden();
  const [kept] = await ask(window, 'annotation.list', {});
  if (kept === undefined || kept.toMs === null) throw new Error('nothing was kept');
  const { total } = await ask(window, 'item.page', { filter: { fromMs: kept.fromMs, toMs: kept.toMs }, limit: 1 });
  expect(counted).toBe(total);

  await selection.getByRole('button', { name: 'Zoom in' }).click();
  const grid = window.getByRole('grid', { name: 'Timeline' });
  await expect(grid).toHaveAttribute('aria-rowcount', String(total + 1));
  await window.getByText('Table of the chart').click();
  const bars = window.getByRole('region', { name: 'Table of the chart' }).getByRole('row');
  await expect(bars.nth(1)).toBeVisible();
  await picture(window, 'timeline-zoomed');
  await window.getByText('Table of the chart').click();

  await grid.getByRole('columnheader', { name: 'Sender' }).getByRole('button').click();
  await expect(grid.getByRole('columnheader', { name: 'Sender' })).toHaveAttribute('aria-sort', 'ascending');
  const senders = async (): Promise<string> =>
    (await grid.locator('.sender').allInnerTexts()).slice(0, 5).join().toLowerCase();
  const order = { by: 'sender', descending: false } as const;
  const sorted = await ask(window, 'item.page', { filter: { fromMs: kept.fromMs, toMs: kept.toMs }, order, limit: 5 });
  const wanted = sorted.rows.map(({ sender }) => sender?.name.toLowerCase() ?? '').join();
  await expect.poll(senders).toBe(wanted);
  await window.getByRole('button', { name: 'Columns' }).click();
  await window.getByRole('button', { name: 'Move Text before the column before it' }).click();
  await window.keyboard.press('Escape');
  await expect(grid.getByRole('columnheader').nth(5)).toHaveText(/Text/u);

  await window.getByRole('button', { name: 'Named times (1)' }).click();
  await window.getByRole('button', { name: 'Remove: The harbour weeks' }).click();
  await expect(window.getByText('None yet.')).toBeVisible();
  const log = await ask(window, 'custody.page', { limit: 1000 });
  const said = log.rows.filter(({ action }) => action.startsWith('annotation.'));
  expect(said.map(({ action, parameters }) => [action, parameters.name])).toEqual([
    ['annotation.add', 'The harbour weeks'],
    ['annotation.remove', 'The harbour weeks'],
  ]);
});

test('lanes and hours of the week show the same items, by wheel and keys', async ({ window }) => {
  await goTo(window, 'Timeline');
  await window.getByRole('button', { name: 'Lanes' }).click();
  await window.getByRole('combobox', { name: 'A lane for each' }).selectOption('conversation');
  const named = window.locator('.legend-item');
  await expect(named.filter({ hasText: /others? together/u })).toHaveCount(1);
  const answer = await ask(window, 'timeline.buckets', { filter: {}, buckets: 1, by: 'conversation', top: 9 });
  await expect(named).toHaveCount(10);
  await expect(named.last()).toContainText(`${answer.others?.names ?? 0} others`);
  await picture(window, 'timeline-lanes');
  const chart = window.getByRole('application', { name: /^Density of items/u });
  await chart.hover();
  const grid = window.getByRole('grid', { name: 'Timeline' });
  const whole = Number(await grid.getAttribute('aria-rowcount'));
  for (let turn = 0; turn < 5; turn += 1) await window.mouse.wheel(0, -200);
  await expect.poll(async () => Number(await grid.getAttribute('aria-rowcount'))).toBeLessThan(whole);
  await chart.focus();
  await window.keyboard.press('0');
  await expect(grid).toHaveAttribute('aria-rowcount', String(whole));
  await window.keyboard.press('Shift+ArrowRight');
  const selection = window.getByRole('group', { name: 'Selected span' });
  const one = await selection.innerText();
  await window.keyboard.press('Shift+ArrowRight');
  await expect(selection).not.toHaveText(one);
  await window.keyboard.press('Enter');
  await expect.poll(async () => Number(await grid.getAttribute('aria-rowcount'))).toBeLessThan(whole);
  await window.keyboard.press('Escape');
  await expect(selection).toBeHidden();
  await window.keyboard.press('0');
  await window.getByRole('button', { name: 'Week' }).click();
  await expect(window.getByRole('group', { name: 'Messages by weekday and hour' })).toBeVisible();
});

test(
  'figures of another filter are marked as such until the asked ones come, and failures are shown',
  { tag: '@web' },
  async ({ window }) => {
    await goTo(window, 'Timeline');
    const chart = window.locator('.density');
    await expect(chart).toHaveAttribute('aria-busy', 'false');
    const grid = window.getByRole('grid', { name: 'Timeline' });
    await expect(grid.getByRole('row').nth(1)).toContainText(/\d{4}-\d\d-\d\d/u);
    await grid.focus();
    await window.keyboard.press('ArrowDown');
    await window.keyboard.press('b');
    await expect(grid.getByRole('row').nth(1).getByTitle('bookmarked').first()).toBeVisible();
    await window.keyboard.press('b');
    await expect(grid.getByTitle('bookmarked')).toHaveCount(0);
    const gate = await holdBack(window, 'timeline.buckets');
    await window.getByRole('textbox', { name: 'Text' }).fill('crate');
    await window.keyboard.press('Enter');
    await expect(chart).toHaveAttribute('aria-busy', 'true');
    await expect(window.getByText(/items? in the span shown/u)).toBeHidden();
    gate.open();
    await expect(chart).toHaveAttribute('aria-busy', 'false');
    await expect(window.getByText(/items? in the span shown/u)).toBeVisible();
    await window.getByRole('button', { name: 'Week' }).click();
    const week = window.locator('.week-of');
    await expect(week).toHaveAttribute('aria-busy', 'false');
    const held = await holdBack(window, 'overview.get');
    await window.getByRole('textbox', { name: 'Text' }).fill('');
    await window.keyboard.press('Enter');
    await expect(week).toHaveAttribute('aria-busy', 'true');
    held.open();
    await expect(week).toHaveAttribute('aria-busy', 'false');

    await goTo(window, 'Contacts');
    await expect(window.getByText('Arranging …')).toBeHidden();
    const counted = window.locator('.page-head').getByRole('status');
    await expect(counted).toHaveText(/accounts? · /u);
    const spans = await holdBack(window, 'graph.get');
    await window.getByRole('button', { name: 'Over time' }).click();
    await window.getByRole('slider', { name: 'To' }).press('Home');
    await expect(counted).toHaveText(/^…/u);
    await expect(window.locator('.graph-canvas')).toHaveAttribute('aria-busy', 'true');
    spans.fail();
    await expect(window.getByRole('alert')).toBeVisible();
    await expect(counted).toHaveText(/^…/u);
  },
);

test(
  'the graph narrows to neighbours, finds a path, leads to messages and is saved',
  { tag: '@web' },
  async ({ window }) => {
    await goTo(window, 'Contacts');
    await expect(window.getByText('Arranging …')).toBeHidden();
    const graph = await ask(window, 'graph.get', { filter: {} });
    const list = window.getByRole('listbox', { name: 'Accounts and groups' });
    const find = window.getByRole('textbox', { name: 'Find a name or identifier' });
    const node = (id: string) => graph.nodes.find((one) => one.id === id) ?? graph.nodes[0];
    const isAlone = (id: string): boolean =>
      graph.nodes.filter(({ label, identifier }) => `${label} ${identifier}`.includes(node(id)?.identifier ?? ''))
        .length === 1;
    const edge = graph.edges.find(
      ({ conversations, to }) => to.startsWith('account-') && conversations.length === 1 && isAlone(to),
    );
    const group = graph.edges.find(({ to }) => to.startsWith('conversation-') && isAlone(to));
    if (edge === undefined || group === undefined) throw new Error('the sample has no such links');

    await choose(node(edge.to)?.identifier ?? '');
    const detail = window.getByRole('region', { name: /^Links of/u });
    await expect(detail.getByText(node(edge.to)?.identifier ?? '').first()).toBeVisible();
    await picture(window, 'graph-chosen');
    await detail.getByRole('button', { name: 'Its neighbours' }).click();
    const near = new Set(graph.edges.filter(({ from, to }) => from === edge.to || to === edge.to).flatMap(({ from, to }) => [from, to])); // prettier-ignore
    await find.fill('');
    await expect(list.getByRole('option').first()).toHaveAttribute('aria-setsize', String(near.size));
    await picture(window, 'graph-neighbours');
    await window.getByRole('button', { name: 'Show all' }).click();

    await detail.getByRole('button', { name: 'Path from here …' }).click();
    await choose(node(group.to)?.identifier ?? '');
    const path = window.getByRole('region', { name: 'Shortest path' });
    await expect(path.getByRole('status')).toContainText(/→|No path was found/u);
    await picture(window, 'graph-path');
    await path.getByRole('button', { name: 'Close the path' }).click();

    await window.getByRole('combobox', { name: 'Colour by' }).selectOption('community');
    await expect(window.getByText(/communit(y|ies) by links/u)).toBeVisible();
    await window.getByRole('button', { name: 'Over time' }).click();
    await window.getByRole('slider', { name: 'To' }).press('Home');
    await picture(window, 'graph-over-time');
    await window.getByRole('button', { name: 'Over time' }).click();

    await window.getByRole('button', { name: 'Save', exact: true }).click();
    const [download] = await Promise.all([
      window.waitForEvent('download'),
      window.getByRole('menuitem', { name: 'Graph shown (GraphML)' }).click(),
    ]);
    const saved = readFileSync(await download.path(), 'utf8');
    expect(saved.match(/<node /gu)).toHaveLength(graph.nodes.length);
    expect(saved.match(/<edge /gu)).toHaveLength(graph.edges.length);

    await choose(node(edge.to)?.identifier ?? '');
    const ends = [node(edge.from), node(edge.to)].map((one) => one?.label ?? '');
    await detail.getByRole('button', { name: new RegExp(`^Show the messages: ${ends.map(escaped).join('.*, ')}`, 'u') }).first().click(); // prettier-ignore
    await expect(window.getByRole('main', { name: 'Conversations' })).toBeVisible();
    await expect(window).toHaveURL(new RegExp(`conversation=${String(edge.conversations[0])}\\b`, 'u'));

    async function choose(identifier: string): Promise<void> {
      await find.fill(identifier);
      await list.getByRole('option').first().click();
    }
  },
);

test('the same graph is laid out the same way, and what is put elsewhere stays there', async ({ window }) => {
  await goTo(window, 'Contacts');
  await expect(window.getByText('Arranging …')).toBeHidden();
  const first = await drawn(window);
  await window.reload();
  await expect(window.getByText('Arranging …')).toBeHidden();
  expect(await drawn(window)).toBe(first);
  await window.getByRole('listbox', { name: 'Accounts and groups' }).getByRole('option').nth(1).click();
  await window.getByRole('application', { name: /^Picture of the contacts/u }).focus();
  for (let turn = 0; turn < 6; turn += 1) await window.keyboard.press('Shift+ArrowRight');
  await window.keyboard.press('Escape');
  await expect(window.getByRole('button', { name: 'Release 1 placed one' })).toBeVisible();
  await window.reload();
  await expect(window.getByText('Arranging …')).toBeHidden();
  await window.getByRole('button', { name: 'Release 1 placed one' }).click();
  expect(await drawn(window)).toBe(first);
});

/** The picture as its pixels, once names are told apart and labels have their letters. */
async function drawn(page: Page): Promise<string> {
  const look = () => page.locator('.graph-canvas canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  let before = '';
  let now = await look();
  while (now !== before) {
    await page.waitForTimeout(600);
    [before, now] = [now, await look()];
  }
  return now;
}

/** Holds answers of a method back until they are let through, or fails them. */
async function holdBack(page: Page, method: string): Promise<{ open: () => void; fail: () => void }> {
  const waiting: ((fails: boolean) => void)[] = [];
  const how = { isOver: false, fails: false };
  const handle = async (route: Route): Promise<void> => {
    const isHeld = (route.request().postDataJSON() as { method: string }).method === method;
    if (isHeld && !how.isOver) how.fails = await new Promise<boolean>((resolve) => waiting.push(resolve));
    if (isHeld && how.fails)
      await route.fulfill({ json: { ok: false, failure: { code: 'internal', detail: { id: 'held back' } } } });
    else await route.continue();
  };
  await page.route('**/rpc', handle);
  const end = (fails: boolean) => () => {
    how.isOver = true;
    for (const go of waiting) go(fails);
  };
  return { open: end(false), fail: end(true) };
}

function numberIn(text: string): number {
  return Number(text.replaceAll(/\D/gu, ''));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}
