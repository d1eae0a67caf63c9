import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fixture, Story } from '../../fixtures/story.ts';
import { treeOf, type OpenTree } from '../../src-main/evidence/index.ts';
import { prepareCopies } from '../../src-main/ingest/copies.ts';
import { openRun, type EvidenceRun } from '../../src-main/ingest/evidence-run.ts';
import type { Extracted, Issue } from '../../src-main/model/index.ts';
import type { Detection, SourceParser } from '../../src-main/sources/parser.ts';
import { sentencesOf, untold } from './untold.ts';

/** A temporary folder that goes away with `using`. */
export interface TemporaryFolder extends Disposable {
  readonly path: string;
}

export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'affiant-contract-'));
  return {
    path,
    [Symbol.dispose]: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Writes one device of the story in one variant into a new folder. */
export async function writeFixture(
  fixture: Fixture,
  story: Story,
  deviceId: string,
  variant: string,
  root: string,
): Promise<void> {
  const device = story.devices.find(({ id }) => id === deviceId);
  if (device === undefined) throw new Error(`the story has no device ${deviceId}`);
  mkdirSync(root, { recursive: true });
  await fixture.write(story, { root, device }, variant);
}

/** A source that was found in a folder, ready to be read. */
export interface OpenSource {
  readonly detection: Detection;
  readonly run: EvidenceRun;
  readonly runIssues: readonly Issue[];
}

export interface OpenExhibit extends AsyncDisposable {
  readonly tree: OpenTree;
  readonly detections: readonly Detection[];
  open(detection: Detection, signal?: AbortSignal, answers?: Readonly<Record<string, string>>): Promise<OpenSource>;
}

/** Takes a folder in without a case and asks one parser what it finds there. */
export async function openExhibit(parser: SourceParser, root: string): Promise<OpenExhibit> {
  const work = mkdtempSync(join(tmpdir(), 'affiant-work-'));
  const tree = await treeOf(root, work);
  const runs: EvidenceRun[] = [];
  return {
    tree,
    detections: await parser.detect(tree),
    async open(detection, signal = new AbortController().signal, answers = {}) {
      const runIssues: Issue[] = [];
      const copies = await prepareCopies(tree, Object.values(detection.files), work, signal);
      runIssues.push(...copies.issues);
      const run = openRun({
        tree,
        copies: copies.byFile,
        plain: copies.plain,
        state: 'with-log',
        scratchDir: join(work, 'scratch'),
        answers: Object.fromEntries(detection.questions.map(({ id, default: value }) => [id, answers[id] ?? value])),
        signal,
        onIssue: (issue) => runIssues.push(issue),
        onProgress: () => undefined,
      });
      runs.push(run);
      return { detection, run, runIssues };
    },
    [Symbol.asyncDispose]: () => {
      for (const run of runs) run.close();
      tree.close();
      rmSync(work, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

/** Everything that a parser yields for every source that it finds in a folder. */
export async function readAll(parser: SourceParser, root: string): Promise<readonly Extracted[]> {
  await using exhibit = await openExhibit(parser, root);
  const all: Extracted[] = [];
  for (const detection of exhibit.detections) {
    all.push(...detection.issues);
    const source = await exhibit.open(detection);
    for await (const extracted of parser.read(detection, source.run)) all.push(extracted);
    all.push(...source.runIssues);
  }
  // Whatever a test gives a parser to read: no window may be left with a sentence that it cannot say.
  const unknown = untold(sentencesOf(all));
  if (unknown.length > 0) throw new Error(`the languages of the window lack: ${unknown.join(' | ')}`);
  return all;
}

/**
 * What each source in a folder yields, with keys that no other source uses: its number stands before them. Questions are
 * answered as given, else by their defaults.
 */
export async function readApart(
  parser: SourceParser,
  root: string,
  answers: Readonly<Record<string, string>>,
): Promise<readonly Extracted[]> {
  await using exhibit = await openExhibit(parser, root);
  const all: Extracted[] = [];
  for (const [index, detection] of exhibit.detections.entries()) {
    const { run } = await exhibit.open(detection, undefined, answers);
    for await (const extracted of parser.read(detection, run)) all.push(ofSource(extracted, index));
  }
  return all;
}

const KEY_FIELDS: ReadonlySet<string> = new Set(['key', 'conversation', 'sender', 'account', 'message']);

function ofSource(extracted: Extracted, source: number): Extracted {
  if (source === 0) return extracted;
  const named = Object.entries(extracted).map(([field, value]: readonly [string, unknown]) => [
    field,
    KEY_FIELDS.has(field) && typeof value === 'string' ? `${source}/${value}` : value,
  ]);
  return Object.fromEntries(named) as Extracted;
}

/** One hash over names and bytes of every file below a folder. */
export function hashFolder(root: string): string {
  const hash = createHash('sha256');
  for (const path of filesBelow(root)) hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

/** Paths of all files below a folder, sorted. */
export function filesBelow(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** A stream's content as one hash: bytes and large integers included. */
export function hashStream(stream: readonly Extracted[]): string {
  const hash = createHash('sha256');
  for (const extracted of stream) hash.update(JSON.stringify(extracted, plain));
  return hash.digest('hex');
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return value;
}
