import { createWriteStream, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bulkStory } from '../../fixtures/bulk.ts';
import { loadFixtures } from '../../fixtures/registry.ts';
import type { Story } from '../../fixtures/story.ts';
import { runIngest } from './ingest.ts';
import { seconds, type Figure } from './measure.ts';

const MEGABYTE = 2 ** 20;

/** Takes in and reads a store of Telegram on Android, and an export of as many messages by Telegram Desktop, of texts alone. */
export async function benchTelegram(folder: string, messages: number): Promise<readonly Figure[]> {
  const story = bulkStory({ messages, conversations: Math.max(10, Math.round(messages / 500)), attachments: 0 });
  return [
    ...(await measured(folder, 'telegram-android', messages, (root) => writePhone(story, root))),
    ...(await measured(folder, 'telegram-desktop', messages, (root) => writeExport(story, root))),
  ];
}

async function measured(
  folder: string,
  name: string,
  messages: number,
  write: (root: string) => Promise<number>,
): Promise<readonly Figure[]> {
  const base = join(folder, `${name}-${messages}`);
  const exhibit = join(base, 'exhibit');
  rmSync(base, { recursive: true, force: true });
  mkdirSync(exhibit, { recursive: true });
  const bytes = await write(exhibit);
  const { counts, totalMs, peakMb, balanced } = runIngest({ exhibit, case: join(base, 'case'), appDir: join(base, 'app') }); // prettier-ignore
  rmSync(base, { recursive: true });
  const size = `${Math.round(bytes / MEGABYTE)} MB`;
  return [
    { what: `intake + ingest of ${name}, ${counts.messages} messages, ${size}`, value: seconds(totalMs), goal: '' },
    { what: '  rate', value: `${Math.round(counts.messages / (totalMs / 1000))} messages/s`, goal: '≥ 30,000' },
    { what: '  peak memory', value: `${Math.round(peakMb)} MB`, goal: '≤ 400 MB' },
    { what: '  ledger', value: balanced ? 'closes' : 'DOES NOT CLOSE', goal: 'closes' },
  ];
}

async function writePhone(story: Story, root: string): Promise<number> {
  const fixture = (await loadFixtures()).find(({ parser }) => parser === 'telegram-android');
  const [device] = story.devices;
  if (fixture === undefined || device === undefined)
    throw new Error('the bulk story needs the telegram-android fixture');
  await fixture.write(story, { root, device }, 'messages-v2');
  return statSync(join(root, 'data/data/org.telegram.messenger/files/cache4.db')).size;
}

/** One chat with all words of the story, in the form that the app writes, without holding it. */
async function writeExport(story: Story, root: string): Promise<number> {
  const path = join(root, 'result.json');
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
  await pipeline(Readable.from(lines()), createWriteStream(path));
  return statSync(path).size;
}
