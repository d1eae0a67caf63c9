/**
 * `npm run bench [-- intake|decrypt|locks|ingest|ufdr|messengers|queries|report|window|ui] [--messages N] [--rounds N] [--folder PATH] [--only REGEX]`: measures and prints a table. Nothing is
 * asserted here: figures of different machines and hours do not compare, ratios within one run do.
 */
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBenchEngine } from './bench-engine.ts';
import { benchDecrypt } from './decrypt.ts';
import { prepareFullCase } from './full-case.ts';
import { benchIngest, prepareExhibit } from './ingest.ts';
import { benchIntake } from './intake.ts';
import { benchLocks } from './locks.ts';
import type { Figure } from './measure.ts';
import { benchMessengers, benchUfdr } from './messengers.ts';
import { benchQueries } from './queries.ts';
import { benchReport } from './report.ts';
import { benchUi } from './ui.ts';
import { benchWindow } from './window.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    messages: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    folder: { type: 'string' },
    only: { type: 'string' },
  },
});
const parts =
  positionals.length === 0
    ? ['intake', 'decrypt', 'locks', 'ingest', 'ufdr', 'messengers', 'queries', 'report', 'window']
    : positionals;
const messages = Number(values.messages);
/** A run of all parts measures these at fewer; one that is asked for alone, at as many as are asked for. */
const atMost = (most: number): number => (positionals.length === 0 ? Math.min(messages, most) : messages);
const rounds = Number(values.rounds);
const only = new RegExp(values.only ?? '', 'u');
if (!Number.isInteger(messages) || messages < 1 || !Number.isInteger(rounds) || rounds < 1)
  throw new Error('--messages and --rounds are whole numbers');
const folder = values.folder ?? join(import.meta.dirname, '..', '..', 'artifacts', 'bench');
mkdirSync(folder, { recursive: true });
console.log(
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, ${messages} messages\n`,
);

if (parts.includes('intake')) print('Intake', await benchIntake(folder));
if (parts.includes('decrypt')) print('Decryption', await benchDecrypt(folder));
if (parts.includes('locks')) print('Locks', await benchLocks(folder));
if (parts.includes('ingest')) print('Ingest', benchIngest(await prepareExhibit(folder, messages), rounds));
if (parts.includes('ufdr')) print('Report of another tool', await benchUfdr(folder, atMost(300_000)));
if (parts.includes('messengers')) print('Messengers', await benchMessengers(folder, atMost(300_000), only));
if (parts.includes('queries') || parts.includes('report')) {
  const paths = await prepareFullCase(folder, messages);
  const engine = openBenchEngine(paths.appDir);
  await engine.call('case.open', { path: paths.case });
  if (parts.includes('queries')) print('Questions', await benchQueries(engine, paths, only));
  if (parts.includes('report')) print('Report', await benchReport(engine, folder));
  await engine.close();
}
if (parts.includes('window')) print('Window', await benchWindow(folder, rounds));
if (parts.includes('ui')) {
  console.log('Interactions');
  await benchUi(folder, messages, only, (figure) => {
    printLine(figure, 0);
  });
}

function print(title: string, figures: readonly Figure[]): void {
  console.log(title);
  const width = Math.max(...figures.map((f) => f.what.length));
  for (const figure of figures) printLine(figure, width);
  console.log('');
}

function printLine({ what, value, goal }: Figure, width: number): void {
  console.log(`  ${what.padEnd(width)}  ${value}${goal === '' ? '' : `   (${goal})`}`);
}
