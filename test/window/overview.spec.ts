import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { goTo, picture, SAMPLE, test } from './web-shell.ts';

const run = promisify(execFile);

/** What the terminal answers about the same case, which reads it beside the window. */
async function terminal<T>(...words: readonly string[]): Promise<T> {
  const root = join(import.meta.dirname, '../..');
  const [command = '', ...rest] = words;
  const { stdout } = await run(
    process.execPath,
    ['src-main/shells/cli/main.ts', command, join(SAMPLE, 'case'), ...rest, '--json'],
    { cwd: root, maxBuffer: 2 ** 28 },
  );
  const lines = stdout.trim().split('\n');
  return (lines.length === 1 ? JSON.parse(lines[0] ?? '') : lines.map((line) => JSON.parse(line) as unknown)) as T;
}

const chart = (page: Page, name: string) => page.getByRole('region', { name, exact: true }).first();
const counts = (text: string | null): number => Number((/([\d,]+) (?:message|item)s?/u.exec(text ?? '')?.[1] ?? '').replaceAll(',', '')); // prettier-ignore
const shown = (page: Page) => page.locator('.filter-count');

async function enter(page: Page): Promise<void> {
  await goTo(page, 'Overview');
  await expect(chart(page, 'Kinds').getByRole('button', { name: /^Text: / })).toBeVisible();
}

/** The count that a mark says, and the count of the view that it leads to. */
async function follow(page: Page, open: () => Promise<void>, label: string | null): Promise<void> {
  await open();
  await expect(page.getByRole('main', { name: 'Timeline' })).toBeVisible();
  await expect.poll(async () => Number((await shown(page).innerText()).replace(/ of .*/su, '').replaceAll(',', ''))).toBe(counts(label)); // prettier-ignore
}

test('is where a case is entered', async ({ window }) => {
  await expect(window.getByRole('main', { name: 'Overview' })).toBeVisible();
  await goTo(window, 'Custody');
  await window.keyboard.press('1');
  await expect(window.getByRole('main', { name: 'Overview' })).toBeVisible();
});

test('says the same figures as the terminal', async ({ window }) => {
  await enter(window);
  const sources = await terminal<readonly { id: number; counts: { messages?: number }; exhibitReference: string }[]>('sources'); // prettier-ignore
  const listed = [sources].flat();
  const table = window.getByRole('region', { name: 'Sources' }).getByRole('table');
  for (const [index, source] of listed.entries()) {
    const row = table.getByRole('row').nth(index + 1);
    await expect(row).toContainText(source.exhibitReference);
    await expect(row).toContainText((source.counts.messages ?? 0).toLocaleString('en-GB'));
  }
  const messages = listed.reduce((sum, source) => sum + (source.counts.messages ?? 0), 0);
  await expect(window.getByRole('main')).toContainText(`${messages.toLocaleString('en-GB')} messages`);
});

test('each mark leads to as many rows as it says, by mouse', async ({ window }) => {
  for (const name of ['Messages over time by source', 'Messages by weekday and hour', 'Kinds', 'Accounts that sent most messages', 'Deleted and recovered messages']) {
    await goFresh(window);
    const mark = chart(window, name).locator('[data-mark]').last();
    await follow(window, () => mark.click(), await mark.getAttribute('aria-label'));
  } // prettier-ignore
});

test('each chart is one tab stop, worked by arrows and Enter', async ({ window }) => {
  for (const name of ['Messages over time by source', 'Messages by weekday and hour', 'Kinds']) {
    await goFresh(window);
    const panel = chart(window, name);
    await panel.getByRole('button', { name: /^Save/u }).focus();
    await window.keyboard.press('Tab');
    const first = await window.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    expect(await panel.locator('[data-mark][tabindex="0"]').count()).toBe(1);
    await window.keyboard.press(name === 'Kinds' ? 'ArrowDown' : 'ArrowRight');
    const second = await window.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    expect(second).not.toBe(first);
    await follow(window, () => window.keyboard.press('Enter'), second);
  }
});

test('a chart has its table, with the same figures and ways', async ({ window }) => {
  await enter(window);
  const panel = chart(window, 'Kinds');
  const labels = await panel.locator('[data-mark]').evaluateAll((marks) => marks.map((mark) => mark.getAttribute('aria-label'))); // prettier-ignore
  await panel.getByRole('button', { name: 'Table: Kinds' }).press('Enter');
  const cells = panel.getByRole('table').getByRole('button');
  expect(await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('aria-label')))).toEqual(labels);
  await follow(window, () => cells.first().press('Enter'), labels[0] ?? null);
});

test('a chart is saved as PNG, SVG and CSV', { tag: '@web' }, async ({ window }) => {
  await enter(window);
  const panel = chart(window, 'Messages by weekday and hour');
  const texts: Record<string, Buffer> = {};
  for (const name of ['Picture (PNG)', 'Drawing (SVG)', 'Table (CSV)']) {
    await panel.getByRole('button', { name: /^Save/u }).click();
    const [download] = await Promise.all([
      window.waitForEvent('download'),
      window.getByRole('menuitem', { name }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/messages-by-weekday-and-hour\.(?:png|svg|csv)$/u);
    texts[name] = readFileSync(await download.path());
  }
  expect(texts['Picture (PNG)']?.subarray(1, 4).toString()).toBe('PNG');
  expect(texts['Picture (PNG)']?.length).toBeGreaterThan(5000);
  const svg = texts['Drawing (SVG)']?.toString() ?? '';
  expect(svg).toContain('Messages by weekday and hour');
  expect(svg).not.toMatch(/var\(|class=|tabindex/u);
  const csv = (texts['Table (CSV)']?.toString() ?? '').split('\r\n');
  expect(csv).toHaveLength(9);
  const sum = csv.slice(1, 8).flatMap((line) => line.split(',').slice(1).map(Number)).reduce((a, b) => a + b, 0); // prettier-ignore
  const week = await terminal<{ total: number; series: { name: string; counts: number[] }[] }>('timeline', '--buckets', '1', '--by', 'type'); // prettier-ignore
  expect(sum).toBeGreaterThan(0);
  expect(sum).toBeLessThanOrEqual(week.total);
});

test('conversations, issues and sources open their own views', async ({ window }) => {
  await enter(window);
  await chart(window, 'Conversations with most messages').locator('[data-mark]').first().click();
  await expect(window.getByRole('article').first()).toBeVisible();
  await enter(window);
  const mark = chart(window, 'Issues by severity').locator('[data-mark]').first();
  const issues = (await mark.getAttribute('aria-label'))?.split(': ').at(-1) ?? '';
  await mark.click();
  await expect(window.getByRole('main', { name: 'Issues' })).toContainText(issues);
});

// The views' own test looks at its upper part, in every theme and size.
for (const theme of ['light', 'dark'] as const)
  test(`its lower part is readable by everybody in ${theme}`, async ({ window }) => {
    await window.emulateMedia({ colorScheme: theme });
    await enter(window);
    await window.getByRole('main').evaluate((main) => {
      main.scrollTo(0, main.scrollHeight);
    });
    await picture(window, `overview-${theme}-below`);
    const { violations } = await new AxeBuilder({ page: window }).include('main').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`)).toEqual([]);
  });

async function goFresh(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.location.hash = '#/overview';
  });
  await expect(page.locator('.chip')).toHaveCount(0);
  await expect(chart(page, 'Kinds').getByRole('button', { name: /^Text: / })).toBeVisible();
}
