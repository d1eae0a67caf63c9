import { createWriteStream, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bulkStory } from '../../fixtures/bulk.ts';
import { writeBulkReport } from '../../fixtures/bulk-report.ts';
import { loadFixtures } from '../../fixtures/registry.ts';
import type { FixtureTarget, Story } from '../../fixtures/story.ts';
import { writeLockedPhone } from '../../src-main/sources/wechat-android/fixture-locked.ts';
import { runIngest } from './ingest.ts';
import { seconds, type Figure } from './measure.ts';

const MEGABYTE = 2 ** 20;

/** One kind of exhibit whose reading is measured. */
interface Measured {
  readonly name: string;
  /** Messages per second that are asked of it. */
  readonly goal: number;
  readonly write: (story: Story, target: FixtureTarget, messages: number) => Promise<void> | void;
}

const MESSENGERS: readonly Measured[] = [
  { name: 'telegram-android', goal: 30_000, write: fixtureOf('telegram-android', 'messages-v2') },
  { name: 'telegram-apple', goal: 30_000, write: fixtureOf('telegram-apple', 'postbox') },
  { name: 'telegram-desktop', goal: 30_000, write: (story, { root }) => writeExport(story, root) },
  { name: 'signal-android', goal: 30_000, write: fixtureOf('signal-android', 'attachment-table') },
  { name: 'signal-desktop', goal: 30_000, write: fixtureOf('signal-desktop', 'attachments-table') },
  { name: 'wechat-android, locked', goal: 30_000, write: writeLockedPhone },
  { name: 'wechat-desktop 4.x', goal: 30_000, write: fixtureOf('wechat-desktop', 'db-storage') },
  { name: 'wecom-archive', goal: 30_000, write: fixtureOf('wecom-archive', 'lines') },
];

const REPORT: Measured = {
  name: 'a report of another tool (UFDR), unpacked',
  goal: 15_000,
  write: (_story, { root }, messages) => {
    writeBulkReport(join(root, 'report.xml'), sizeOf(messages));
  },
};

/**
 * Takes in and reads as many messages, of texts alone, as each of these messengers keeps them; of one that is locked, what opening
 * it takes is counted in. `only` chooses by name.
 */
export async function benchMessengers(folder: string, messages: number, only: RegExp): Promise<readonly Figure[]> {
  const chosen = MESSENGERS.filter(({ name }) => only.test(name));
  const figures: Figure[] = [];
  for (const one of chosen) figures.push(...(await measured(folder, one, messages)));
  return figures;
}

/** Takes in and reads a report of another tool. */
export function benchUfdr(folder: string, messages: number): Promise<readonly Figure[]> {
  return measured(folder, REPORT, messages);
}

async function measured(folder: string, { name, goal, write }: Measured, messages: number): Promise<readonly Figure[]> {
  const base = join(folder, `bulk-${messages}`);
  const exhibit = join(base, 'exhibit');
  rmSync(base, { recursive: true, force: true });
  mkdirSync(exhibit, { recursive: true });
  const story = bulkStory({ ...sizeOf(messages), attachments: 0 });
  const [device] = story.devices;
  if (device === undefined) throw new Error('the bulk story has no device');
  await write(story, { root: exhibit, device }, messages);
  const size = `${Math.round(bytesIn(exhibit) / MEGABYTE)} MB`;
  const { counts, totalMs, processorMs, unlockMs, peakMb, balanced } = runIngest({ exhibit, case: join(base, 'case'), appDir: join(base, 'app') }); // prettier-ignore
  rmSync(base, { recursive: true });
  const unlocking = unlockMs === 0 ? '' : `, of them ${seconds(unlockMs)} opening it`;
  return [
    { what: `intake + ingest of ${name}, ${counts.messages} messages, ${size}`, value: `${seconds(totalMs)}${unlocking}`, goal: '' },
    { what: '  rate', value: `${Math.round(counts.messages / (totalMs / 1000))} messages/s`, goal: `≥ ${goal.toLocaleString('en')}` },
    { what: '  time of processors', value: seconds(processorMs), goal: '' },
    { what: '  peak memory', value: `${Math.round(peakMb)} MB`, goal: '≤ 400 MB' },
    { what: '  ledger', value: balanced ? 'closes' : 'DOES NOT CLOSE', goal: 'closes' },
  ]; // prettier-ignore
}

function sizeOf(messages: number): { readonly messages: number; readonly conversations: number } {
  return { messages, conversations: Math.max(10, Math.round(messages / 500)) };
}

function bytesIn(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name)).size;
  return bytes;
}

function fixtureOf(parser: string, variant: string): Measured['write'] {
  return async (story, target) => {
    const fixture = (await loadFixtures()).find((one) => one.parser === parser);
    if (fixture === undefined) throw new Error(`no fixture of ${parser}`);
    await fixture.write(story, target, variant);
  };
}

/** One chat with all words of the story, in the form that Telegram Desktop writes, without holding it. */
async function writeExport(story: Story, root: string): Promise<void> {
  const lines = function* (): Generator<string> {
    yield '{\n "name": "Bulk",\n "type": "private_supergroup",\n "id": 1000000001,\n "messages": [\n';
    let id = 0;
    for (const { body, sentMs, sender } of story.posts()) {
      if (body.type !== 'text') continue;
      id += 1;
      const date = new Date(sentMs).toISOString().slice(0, 19);
      const message = { id, type: 'message', date, date_unixtime: String(Math.floor(sentMs / 1000)), from: sender, from_id: `user${(sender ?? '').slice(1)}1`, text: body.text, text_entities: [{ type: 'plain', text: body.text }] }; // prettier-ignore
      yield `${id === 1 ? '' : ',\n'}${JSON.stringify(message, null, 1).replaceAll(/^/gmu, '  ')}`;
    }
    yield '\n ]\n}\n';
  };
  await pipeline(Readable.from(lines()), createWriteStream(join(root, 'result.json')));
}
