import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sentAt, storyteller, tempCase } from '../case/fixture-case.ts';
import { REPORT_STYLE } from '../contract/report-style.ts';
import { STYLE } from './html/style.ts';
import { previewReport } from './preview-report.ts';
import { writeReport } from './write-report.ts';

let made: ReturnType<typeof tempCase>;
beforeAll(() => {
  made = tempCase();
  const tell = storyteller(made.file, made.source);
  tell.account('ada');
  for (const key of ['pier', 'yard']) tell.conversation(key);
  for (let index = 0; index < 70; index += 1) {
    const times = index === 9 ? [] : [sentAt(Date.UTC(2025, 0, 1) + index * 60_000)];
    const deleted = index % 7 === 0 ? { by: null, time: null, originalServerId: null } : null;
    tell.message(`m${index}`, index < 40 ? 'pier' : 'yard', `crate ${index}`, { sender: 'ada', times, deleted });
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
  expect(front).toMatchObject({ page: 0, pages: 8, lines: 70 });
  expect(front.parts).toEqual(
    Object.entries({ front: 0, conversations: 1, lines: 2, ledger: 4, issues: 5, custody: 6, method: 7 }).map(
      ([part, page]) => ({
        part,
        page,
      }),
    ),
  );
  expect(front.html).toContain('<h1>Of &lt;crates');
  expect(front.html).not.toContain('id=L1>');
  expect(front.html).not.toContain('let no message');
  const lines = [
    ...(await preview(2)).html.matchAll(/id=L(\d+)/gu),
    ...(await preview(3)).html.matchAll(/id=L(\d+)/gu),
  ];
  expect(lines.map(([, line]) => Number(line))).toEqual(Array.from({ length: 70 }, (_, index) => index + 1));
  expect((await preview(3)).html).toContain('crate 69');
  expect(readdirSync(made.file.workDir)).toEqual([]);
});

it.each(['conversation', 'time'] as const)(
  'shows the parts beside the lines as the report prints them, by %s',
  async (order) => {
    const asked = { title: 'Of crates', clock: '2025-02-01T00:00:00Z', media: true, order };
    const { parts } = await previewReport(made.file, { page: 0, ...asked });
    const shown = [];
    for (const { part, page } of parts)
      if (part !== 'front' && part !== 'lines')
        shown.push(...sectionsIn((await previewReport(made.file, { page, ...asked })).html));
    const out = mkdtempSync(join(tmpdir(), 'affiant-preview-'));
    try {
      await writeReport(made.file, { ...asked, out: join(out, 'report') });
      const written = sectionsIn(readFileSync(join(out, 'report/data/report.html'), 'utf8'));
      const named = written.filter((section) => PARTS.some((part) => section.startsWith(`<section id="${part}">`)));
      expect(shown).toEqual(named);
      expect(shown.map((section) => /id="(\w+)"/u.exec(section)?.[1])).toEqual(PARTS);
    } finally {
      rmSync(out, { recursive: true });
    }
  },
);

/** Parts on pages of their own, in the order of the report. */
const PARTS = ['conversations', 'ledger', 'issues', 'custody', 'method', 'limits', 'check'];

/** Sections of a page, in their order. */
function sectionsIn(html: string): readonly string[] {
  return html
    .replace(/<\/body>.*/su, '')
    .split(/(?=<section )/u)
    .slice(1);
}
