import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchEngine } from './bench-engine.ts';
import { seconds, timed } from './measure.ts';
import type { Figure } from './measure.ts';

const LINES = 10_000;

/** A report of ten thousand messages, with and without its PDF. Peak memory is the whole process's. */
export async function benchReport(engine: BenchEngine, folder: string): Promise<readonly Figure[]> {
  const all = await engine.call('item.page', { filter: {}, limit: 1, at: { index: 0 } });
  const start = all.rows[0]?.timeMs ?? 0;
  const end = await engine.call('item.page', { filter: {}, limit: 1, at: { index: Math.min(LINES, all.total - 1) } });
  const filter = { fromMs: start, toMs: end.rows[0]?.timeMs ?? start };
  const write = async (pdf: boolean): Promise<number> => {
    const out = join(folder, `report-${pdf ? 'with' : 'without'}-pdf`);
    rmSync(out, { recursive: true, force: true });
    return timed(() => engine.job('report.create', { out, filter, pdf, clock: '2025-05-05T09:00:00Z' }));
  };
  const bare = await write(false);
  const whole = await write(true);
  const { total } = await engine.call('item.page', { filter, limit: 1 });
  return [
    { what: `report of ${total} lines, whole bag with PDF and hashes`, value: seconds(whole), goal: '≤ 30 s' },
    { what: '  without PDF (HTML, tables, hashes)', value: seconds(bare), goal: 'HTML ≤ 3 s' },
    { what: '  PDF alone, by difference', value: seconds(whole - bare), goal: '≤ 15 s' },
    {
      what: '  peak memory of the process',
      value: `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
      goal: '≤ 1,000 MB',
    },
  ];
}
