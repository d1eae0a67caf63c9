import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sentAt, storyteller, tempCase } from '../case/fixture-case.ts';
import { REPORT_STYLE } from '../contract/report-style.ts';
import { STYLE } from './html/style.ts';
import { previewReport } from './preview-report.ts';

let made: ReturnType<typeof tempCase>;
beforeAll(() => {
  made = tempCase();
  const tell = storyteller(made.file, made.source);
  tell.account('ada');
  for (const key of ['pier', 'yard']) tell.conversation(key);
  for (let index = 0; index < 70; index += 1) {
    const times = [sentAt(Date.UTC(2025, 0, 1) + index * 60_000)];
    tell.message(`m${index}`, index < 40 ? 'pier' : 'yard', `crate ${index}`, { sender: 'ada', times });
  }
  tell.done();
});
afterAll(() => {
  made.remove();
});

it('allows the window the style that the pages have, and no other', () => {
  expect(REPORT_STYLE).toBe(`sha256-${createHash('sha256').update(STYLE).digest('base64')}`);
});

it('shows the front, then the lines page by page in the order of the report', async () => {
  const preview = (page: number): ReturnType<typeof previewReport> =>
    previewReport(made.file, { page, title: 'Of <crates>', clock: '2025-02-01T00:00:00Z' });
  const front = await preview(0);
  expect(front).toMatchObject({ page: 0, pages: 3, lines: 70 });
  expect(front.html).toContain('<h1>Of &lt;crates');
  expect(front.html).not.toContain('id=L1>');
  expect(front.html).not.toContain('let no message');
  const lines = [
    ...(await preview(1)).html.matchAll(/id=L(\d+)/gu),
    ...(await preview(2)).html.matchAll(/id=L(\d+)/gu),
  ];
  expect(lines.map(([, line]) => Number(line))).toEqual(Array.from({ length: 70 }, (_, index) => index + 1));
  expect((await preview(2)).html).toContain('crate 69');
  expect(readdirSync(made.file.workDir)).toEqual([]);
});
