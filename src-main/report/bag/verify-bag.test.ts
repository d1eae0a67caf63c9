import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fixtureInput } from '../fixture-input.ts';
import { planOf, ReportRefused, verifyReport, writeReportFrom } from '../index.ts';
import { readManifest } from './manifest.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'affiant-tamper-'));
const sound = path.join(folder, 'sound');
const bag = path.join(folder, 'bag');
let seal = '';
const at = (name: string): string => path.join(bag, name);

/** What verification names: `kind path`, once each. */
async function found(expectedSeal?: string): Promise<string[]> {
  const result = await verifyReport(bag, expectedSeal === undefined ? {} : { seal: expectedSeal });
  expect(result.ok).toBe(result.differences.length === 0);
  return [...new Set(result.differences.map(({ kind, path: name }) => `${kind} ${name}`))];
}

function edit(name: string, change: (text: string) => string): void {
  writeFileSync(at(name), change(readFileSync(at(name), 'utf8')));
}

beforeAll(async () => {
  seal = (await writeReportFrom(fixtureInput(), planOf({ out: sound, clock: '2024-06-01', pdf: false }, 0))).seal;
});
beforeEach(() => {
  rmSync(bag, { recursive: true, force: true });
  cpSync(sound, bag, { recursive: true });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('verifyReport', () => {
  it('finds nothing in a sound package', async () => {
    expect(await found(seal)).toEqual([]);
  });

  it('names a file in which one byte changed', async () => {
    const bytes = readFileSync(at('data/messages.jsonl'));
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(at('data/messages.jsonl'), bytes);
    expect(await found()).toEqual(['changed data/messages.jsonl']);
  });

  it('names a missing file', async () => {
    rmSync(at('data/custody.jsonl'));
    expect(await found()).toEqual(['missing data/custody.jsonl']);
  });

  it.each(['data/media/extra.png', 'note.txt', 'data/exhibits/.hidden'])('names an added file: %s', async (name) => {
    writeFileSync(at(name), 'x');
    expect(await found()).toEqual([`added ${name}`]);
  });

  it('names both ends of a renaming', async () => {
    renameSync(at('data/report.html'), at('data/report-old.html'));
    expect(await found()).toEqual(['missing data/report.html', 'added data/report-old.html']);
  });

  it('names an altered line of the manifest', async () => {
    edit('manifest-sha256.txt', (text) => text.replace(/^[0-9a-f]{8}/u, '00000000'));
    expect(await found()).toEqual(['changed manifest-sha256.txt', 'changed data/accounts.csv']);
  });

  it('names a line taken out of the manifest', async () => {
    edit('manifest-sha256.txt', (text) => text.replace(/^.*accounts\.csv\n/u, ''));
    expect(await found()).toEqual(['changed manifest-sha256.txt', 'added data/accounts.csv']);
  });

  it('names an altered tag manifest', async () => {
    edit('tagmanifest-sha256.txt', (text) => text.replace(/[0-9a-f]{8}(?=\S+ {2}bagit)/u, '00000000'));
    expect(await found()).toEqual(['changed bagit.txt']);
    expect(await found(seal)).toEqual(['changed bagit.txt', 'changed tagmanifest-sha256.txt']);
  });

  it('names a line taken out of the tag manifest', async () => {
    edit('tagmanifest-sha256.txt', (text) => text.replace(/^.* {2}manifest-sha256\.txt\n/mu, ''));
    expect(await found()).toEqual(['changed tagmanifest-sha256.txt']);
  });

  it.each(['tagmanifest-sha256.txt', 'manifest-sha256.txt', 'bagit.txt', 'bag-info.txt', 'README.txt'])(
    'names a missing %s',
    async (name) => {
      rmSync(at(name));
      expect(await found()).toContain(`missing ${name}`);
    },
  );

  it('names a declaration with a byte-order mark', async () => {
    edit('bagit.txt', (text) => `\uFEFF${text}`);
    expect(await found()).toEqual(['changed bagit.txt']);
  });

  it('needs the seal to see a package that was changed throughout', async () => {
    const other = path.join(folder, 'other');
    rmSync(other, { recursive: true, force: true });
    await writeReportFrom(fixtureInput(), planOf({ out: other, clock: '2024-06-02', pdf: false }, 0));
    rmSync(bag, { recursive: true });
    renameSync(other, bag);
    expect(await found()).toEqual([]);
    expect(await found(seal)).toEqual(['changed tagmanifest-sha256.txt']);
  });

  it('does not follow paths out of the package, nor links', async () => {
    appendFileSync(at('manifest-sha256.txt'), `${'0'.repeat(64)}  ../../etc/passwd\n${'0'.repeat(64)}  /etc/passwd\n`);
    rmSync(at('data/ledger.csv'));
    symlinkSync('/etc/passwd', at('data/ledger.csv'));
    expect(await found()).toEqual([
      'unreadable manifest-sha256.txt',
      'changed manifest-sha256.txt',
      'unreadable data/ledger.csv',
    ]);
  });

  it('refuses what is no report package', async () => {
    await expect(verifyReport(tmpdir())).rejects.toThrow(ReportRefused);
    await expect(verifyReport(path.join(folder, 'nowhere'))).rejects.toThrow(ReportRefused);
  });
});

describe('readManifest', () => {
  it('refuses a path listed twice, climbing paths and other lines', () => {
    const hash = 'a'.repeat(64);
    const text = `${hash}  data/a\n${hash}  data/a\n${hash}  data/../b\n${hash}  C:\\x\nnonsense\n${hash}  data/%0A%25\n`;
    expect(readManifest(text).bad.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
    expect(readManifest(text).lines.map((line) => line.path)).toEqual(['data/a', 'data/\n%']);
  });
});
