import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH_SIZE, bulkStory, type BulkSize } from '../../fixtures/bulk.ts';
import { loadFixtures } from '../../fixtures/registry.ts';
import { seconds } from './measure.ts';
import type { Figure } from './measure.ts';

/** Where the benchmark's exhibit and case lie; both are kept for the next run. */
export interface BenchPaths {
  readonly exhibit: string;
  readonly case: string;
  readonly appDir: string;
}

/** Writes the bulk exhibit once per size. */
export async function prepareExhibit(folder: string, messages: number): Promise<BenchPaths> {
  const base = join(folder, String(messages));
  const paths = { exhibit: join(base, 'exhibit'), case: join(base, 'case'), appDir: join(base, 'app') };
  const done = join(base, 'exhibit-written');
  if (existsSync(done)) return paths;
  rmSync(base, { recursive: true, force: true });
  const scale = messages / BENCH_SIZE.messages;
  await writeExhibit(paths.exhibit, {
    messages,
    conversations: Math.max(10, Math.round(BENCH_SIZE.conversations * Math.min(1, scale * 4))),
    attachments: Math.round(BENCH_SIZE.attachments * scale),
  });
  writeFileSync(done, '');
  return paths;
}

/** Writes a bulk story as an Android phone into a new folder. */
export async function writeExhibit(root: string, size: BulkSize): Promise<void> {
  mkdirSync(root, { recursive: true });
  const story = bulkStory(size);
  const fixture = (await loadFixtures()).find((f) => f.parser === 'whatsapp-android');
  const device = story.devices[0];
  if (fixture === undefined || device === undefined)
    throw new Error('the bulk story needs the whatsapp-android fixture');
  await fixture.write(story, { root, device }, fixture.variants[0] ?? '');
}

interface IngestResult {
  readonly intakeMs: number;
  /** What opening locks took; 0 where none was. */
  readonly unlockMs: number;
  readonly totalMs: number;
  /** Of all threads, from the intake on. */
  readonly processorMs: number;
  readonly questionsP95Ms: number;
  readonly questions: number;
  readonly peakMb: number;
  readonly counts: { readonly messages: number; readonly attachments: number };
  readonly balanced: boolean;
}

/** Ingest and the bare loop in turn; figures are medians over the rounds. */
export function benchIngest(paths: BenchPaths, rounds: number): readonly Figure[] {
  const runs: { readonly own: IngestResult; readonly bareMs: number }[] = [];
  for (let i = 0; i < rounds; i++) {
    const own = runIngest(paths);
    const bare = runScript('bare-loop.ts', [join(paths.case, 'case.db'), join(paths.case, '..', 'bare.db')]) as {
      readonly ms: number;
    };
    runs.push({ own, bareMs: bare.ms });
  }
  const middle = [...runs].sort((a, b) => a.own.totalMs - b.own.totalMs)[Math.floor(runs.length / 2)];
  if (middle === undefined) throw new Error('no round was run');
  const { own, bareMs } = middle;
  const rate = own.counts.messages / (own.totalMs / 1000);
  return [
    {
      what: `intake + ingest of ${own.counts.messages} messages, ${own.counts.attachments} attachments`,
      value: seconds(own.totalMs),
      goal: '',
    },
    { what: '  rate', value: `${Math.round(rate)} messages/s`, goal: '≥ 30,000' },
    { what: '  bare insert + index + full text of the same rows', value: seconds(bareMs), goal: '' },
    { what: '  ratio of rates, ingest to bare loop', value: (bareMs / own.totalMs).toFixed(2), goal: '≥ 0.5' },
    { what: '  time of processors', value: seconds(own.processorMs), goal: '' },
    { what: '  peak memory', value: `${Math.round(own.peakMb)} MB`, goal: '≤ 400 MB' },
    {
      what: `  two questions meanwhile, p95 of ${own.questions}`,
      value: `${own.questionsP95Ms.toFixed(0)} ms`,
      goal: 'answered',
    },
    { what: '  ledger', value: own.balanced ? 'closes' : 'DOES NOT CLOSE', goal: 'closes' },
  ];
}

/** Takes an exhibit into a new case and reads it, in a process of its own. */
export function runIngest(paths: BenchPaths): IngestResult {
  return runScript('ingest-run.ts', [paths.exhibit, paths.case, paths.appDir]) as IngestResult;
}

function runScript(name: string, args: readonly string[]): unknown {
  const run = spawnSync(process.execPath, [join(import.meta.dirname, name), ...args], {
    encoding: 'utf8',
    maxBuffer: 1e8,
    // As both shells do: threads start from compiled modules.
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: join(import.meta.dirname, '..', '..', 'artifacts', 'bench', 'compiled'),
    },
  });
  if (run.status !== 0) throw new Error(`${name}: ${run.stderr}`);
  return JSON.parse(run.stdout);
}
