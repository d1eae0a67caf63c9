import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixtureInput, HOSTILE, PNG, PNG_HASH, SCRIPTS, story } from './fixture-input.ts';
import { badLines, ownLines } from './fixture-wording.ts';
import { planOf, ReportRefused, verifyReport, writeReportFrom } from './index.ts';
import { words } from './words.ts';

const CLOCK = '2024-06-01T12:00:00Z';

function has(tool: string): boolean {
  return spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;
}

describe('a report package', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'affiant-report-'));
  const out = path.join(folder, 'bag');
  let seal = '';
  const data = (name: string): string => readFileSync(path.join(out, 'data', name), 'utf8');

  beforeAll(async () => {
    const written = await writeReportFrom(
      fixtureInput(40),
      planOf({ out, clock: CLOCK, annotations: true, legal: true }, 0),
    );
    seal = written.seal;
    expect(written.items).toBe(story().length + 41);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('verifies, also against its seal', async () => {
    const result = await verifyReport(out, { seal });
    expect(result.differences).toEqual([]);
    expect(result.ok).toBe(true);
    expect(
      createHash('sha256')
        .update(readFileSync(path.join(out, 'tagmanifest-sha256.txt')))
        .digest('hex'),
    ).toBe(seal);
  });

  it.skipIf(!has('sha256sum'))('passes sha256sum -c', () => {
    for (const manifest of ['manifest-sha256.txt', 'tagmanifest-sha256.txt']) {
      const run = execFileSync('sha256sum', ['-c', '--strict', manifest], { cwd: out, encoding: 'utf8' });
      expect(run).not.toMatch(/FAILED/u);
    }
  });

  it('is a bag by RFC 8493', () => {
    expect(readFileSync(path.join(out, 'bagit.txt'), 'utf8')).toBe(
      'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n',
    );
    const info = readFileSync(path.join(out, 'bag-info.txt'), 'utf8');
    const sizes = filesUnder(path.join(out, 'data')).map((file) => statSync(file).size);
    expect(info).toContain(`Payload-Oxum: ${sizes.reduce((sum, size) => sum + size, 0)}.${sizes.length}\n`);
    expect(info).toContain('Bagging-Date: 2024-06-01\n');
  });

  it('keeps text as stored in JSON Lines, hostile text too', () => {
    const lines = data('messages.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number; body: string | null; provenance: { ranges: unknown[] }[] });
    expect(lines.map((line) => line.line)).toEqual(lines.map((_, index) => index + 1));
    const bodies = lines.map((line) => line.body);
    for (const text of [...Object.values(SCRIPTS), ...Object.values(HOSTILE)]) expect(bodies).toContain(text);
    expect(lines[0]?.provenance[0]?.ranges).toHaveLength(1);
  });

  it('copies media bit by bit under a name made of its hash', () => {
    expect(readdirSync(path.join(out, 'data', 'media'))).toEqual([`${PNG_HASH}.png`]);
    expect(readFileSync(path.join(out, 'data', 'media', `${PNG_HASH}.png`)).equals(PNG)).toBe(true);
  });

  it('has no active content in its pages', () => {
    const page = data('report.html');
    expect(page).not.toMatch(/<script|<img src=x|javascript:|<\/td><\/tr><\/table><script/iu);
    expect(page).not.toMatch(/(?![\t\n])[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain("default-src 'none'");
    expect([...page.matchAll(/href="(?<to>[^"]*)"/gu)].every((match) => /^(#|media\/[0-9a-f]{64}\.)/u.test(match.groups?.to ?? ''))).toBe(true); // prettier-ignore
  });

  it('says of long text that it is cut, and by how much', () => {
    expect(data('report.html')).toContain(`${HOSTILE.long.length - 20_000} further characters are not printed here`);
  });

  it('guards its tables against formulas', () => {
    const table = data('messages.csv');
    expect(table).toContain(`"'=HYPERLINK(""http://example.com"",""open"")"`);
    expect(table).not.toMatch(/(^|,)"?[=@]/mu);
    expect(data('issues.csv')).toContain(`"'=HYPERLINK`);
  });

  it('lists each exhibit in the form of sha256sum', () => {
    expect(data('exhibits/exhibit-1.sha256')).toBe(
      `${'ab'.repeat(32)}  data/com.example/databases/msgstore.db\n\\${PNG_HASH}  Media/Images/IMG\\\\1\\n.jpg\n`,
    );
  });

  it.skipIf(!has('pdftotext'))('has pages whose text can be searched in ten scripts', () => {
    const text = execFileSync('pdftotext', ['-raw', path.join(out, 'data', 'report.pdf'), '-'], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const flat = text.replaceAll(/[\s\u200B\u202A-\u202C]/gu, '');
    const sought = ['pier17', '箱子在十七号码头', '倉庫で会いましょう', '창고에서', 'พรุ่งนี้', 'Встретимся'];
    for (const word of [...sought, 'مرحبا', 'שלום', 'कल', '👍🏽', '👩‍💻', '🇩🇪']) expect(flat).toContain(word);
    expect(flat).toContain('Page1of');
    expect(flat).toContain('U+202E');
    expect(flat).toContain('#import"x.typ":*$x^2$*bold*');
  });

  it('says nothing on its pages that overstates or that was printed by mistake', () => {
    const lines = ownLines(data('report.html'));
    expect(lines.length).toBeGreaterThan(200);
    expect(badLines(lines)).toEqual([]);
    expect(badLines(data('method.txt').split('\n'))).toEqual([]);
    const heads = readdirSync(path.join(out, 'data'))
      .filter((name) => name.endsWith('.csv'))
      .map((name) => data(name).split('\r\n')[0] ?? '');
    expect(heads.length).toBeGreaterThan(8);
    expect(badLines(heads.flatMap((head) => head.split(',')))).toEqual([]);
  });

  it.skipIf(!has('pdftotext'))('says the same in its PDF', () => {
    const text = execFileSync('pdftotext', ['-raw', path.join(out, 'data', 'report.pdf'), '-'], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // Text of evidence stands among our own on paper: what is looked for here is in none of the fixture's.
    expect(text).not.toMatch(/\b(?:undefined|NaN)\b|\[object/u);
    for (const heading of Object.values(words.parts)) expect(text).toContain(heading);
  });

  it('writes its pages as PDF/A-3a', () => {
    expect(data('method.txt')).toContain('as a-3a; it was not validated');
    expect(readFileSync(path.join(out, 'data', 'report.pdf'), 'latin1')).toContain('<pdfaid:part>3</pdfaid:part>');
  });

  it('refuses a folder that holds something', async () => {
    await expect(writeReportFrom(fixtureInput(), planOf({ out, clock: CLOCK }, 0))).rejects.toThrow(ReportRefused);
    expect((await verifyReport(out)).ok).toBe(true);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const place = path.join(folder, 'cancelled');
    const control = new AbortController();
    const plan = planOf({ out: place, clock: CLOCK }, 0);
    const run = { signal: control.signal, progress: () => { control.abort(); } }; // prettier-ignore
    await expect(writeReportFrom(fixtureInput(1000), plan, run)).rejects.toThrow(/abort/iu);
    expect(readdirSync(folder).filter((name) => name.startsWith('cancelled'))).toEqual([]);
  });

  it('refuses a clock without a zone', () => {
    expect(() => planOf({ out, clock: '2024-06-01T12:00:00' }, 0)).toThrow(ReportRefused);
  });
});

describe('the same input and clock', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'affiant-same-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('give the same bytes in other zones, languages and homes', () => {
    const here = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);
    const script = `import { fixtureInput } from ${here('./fixture-input.ts')};
      import { planOf, writeReportFrom } from ${here('./index.ts')};
      const plan = planOf({ out: process.argv[1], clock: '2024-06-01T12:00:00Z' }, 0);
      process.stdout.write((await writeReportFrom(fixtureInput(20), plan)).seal);`;
    const seals = [
      { TZ: 'UTC', LANG: 'C', HOME: folder },
      { TZ: 'Pacific/Chatham', LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8', HOME: '/', XDG_DATA_HOME: folder },
    ].map((env, index) =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script, path.join(folder, `bag-${index}`)], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH ?? '', ...env },
      }),
    );
    expect(seals[0]).toMatch(/^[0-9a-f]{64}$/u);
    expect(seals[1]).toBe(seals[0]);
  });
});

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
