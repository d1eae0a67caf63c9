import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeBulkReport } from '../../fixtures/bulk-report.ts';
import { runIngest } from './ingest.ts';
import { seconds, type Figure } from './measure.ts';

/** Takes in and reads a report of another tool (UFDR), unpacked, of texts alone. */
export function benchUfdr(folder: string, messages: number): readonly Figure[] {
  const base = join(folder, `ufdr-${messages}`);
  const exhibit = join(base, 'exhibit');
  rmSync(base, { recursive: true, force: true });
  mkdirSync(exhibit, { recursive: true });
  writeBulkReport(join(exhibit, 'report.xml'), { messages, conversations: Math.max(10, Math.round(messages / 500)) });
  const { counts, totalMs, peakMb, balanced } = runIngest({ exhibit, case: join(base, 'case'), appDir: join(base, 'app') }); // prettier-ignore
  rmSync(base, { recursive: true });
  return [
    { what: `intake + ingest of a report of ${counts.messages} messages`, value: seconds(totalMs), goal: '' },
    { what: '  rate', value: `${Math.round(counts.messages / (totalMs / 1000))} messages/s`, goal: '≥ 15,000' },
    { what: '  peak memory', value: `${Math.round(peakMb)} MB`, goal: '≤ 400 MB' },
    { what: '  ledger', value: balanced ? 'closes' : 'DOES NOT CLOSE', goal: 'closes' },
  ];
}
