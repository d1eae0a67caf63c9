import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fixtureInput } from '../report/fixture-input.ts';
import { planOf, writeReportFrom } from '../report/index.ts';
import { pdfThreads } from './pdf-threads.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'affiant-threads-'));
const script = new URL('job-worker.ts', import.meta.url);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('gives the same bytes in two threads as in this one', async () => {
  const write = async (name: string, run: Parameters<typeof writeReportFrom>[2]): Promise<string> => {
    const plan = planOf({ out: path.join(folder, name), clock: '2024-06-01T12:00:00Z' }, 0);
    return (await writeReportFrom(fixtureInput(1500), plan, run)).seal;
  };
  const here = await write('here', {});
  const there = await write('there', { volumes: { ...pdfThreads(script), atOnce: 2 } });
  expect(readdirSync(path.join(folder, 'there', 'data'))).toEqual(
    expect.arrayContaining(['report-01.pdf', 'report-02.pdf']),
  );
  expect(there).toBe(here);
}, 180_000);

it('ends its threads when the run is cancelled, and leaves nothing behind', async () => {
  const control = new AbortController();
  const plan = planOf({ out: path.join(folder, 'cancelled'), clock: '2024-06-01T12:00:00Z' }, 0);
  const threads = pdfThreads(script);
  const set: typeof threads.set = (volume, signal) => {
    const written = threads.set(volume, signal);
    control.abort();
    return written;
  };
  await expect(
    writeReportFrom(fixtureInput(10), plan, { signal: control.signal, volumes: { atOnce: 2, set } }),
  ).rejects.toThrow(/abort/iu);
  expect(readdirSync(folder).filter((name) => name.startsWith('cancelled'))).toEqual([]);
});
