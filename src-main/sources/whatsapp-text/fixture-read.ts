import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { treeOf } from '../../evidence/index.ts';
import type { Account, Attachment, Detail, Extracted, Issue, Message, Tally } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { whatsappText } from './index.ts';

/** What reading one export gave. */
export interface Read {
  readonly found: Detection;
  readonly all: readonly Extracted[];
  readonly messages: readonly Message[];
  /** Messages with a sender. */
  readonly people: readonly Message[];
  readonly accounts: readonly Account[];
  readonly attachments: readonly Attachment[];
  readonly details: readonly Detail[];
  readonly issues: readonly Issue[];
  readonly tally: Tally;
}

/** Takes in a folder, zip or file and reads the one export in it whose path ends as given, with the real floors below. */
export async function readExport(
  path: string,
  ending = '',
  answers: Readonly<Record<string, string>> = {},
): Promise<Read> {
  const work = mkdtempSync(join(tmpdir(), 'whatsapp-text-work-'));
  const tree = await treeOf(path, work);
  try {
    const detections = (await whatsappText.detect(tree)).filter((d) => d.files.text?.path.endsWith(ending));
    const [found, ...more] = detections;
    if (found === undefined || more.length > 0) throw new Error(`${path} ${ending}: ${detections.length} detections`);
    const run: Run = {
      signal: new AbortController().signal,
      answers,
      database: () => null,
      bytes: (file) => tree.bytes(file),
      tree,
      progress: () => undefined,
    };
    const all: Extracted[] = [];
    for await (const record of whatsappText.read(found, run)) all.push(record);
    const of = <K extends Extracted['kind']>(kind: K) =>
      all.filter((r): r is Extract<Extracted, { kind: K }> => r.kind === kind);
    const [tally] = of('tally');
    if (tally === undefined) throw new Error('no tally');
    const messages = of('message');
    return {
      found,
      all,
      messages,
      people: messages.filter((m) => m.sender !== null),
      accounts: of('account'),
      attachments: of('attachment'),
      details: of('detail'),
      issues: of('issue'),
      tally,
    };
  } finally {
    tree.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** The clock of a message as the export shows it, without zone: `2022-03-27T21:41:35`. */
export function wall(message: Message | undefined): string | undefined {
  const time = message?.times[0];
  return time === undefined ? undefined : new Date(time.utcMs).toISOString().slice(0, 19);
}

/** The file's bytes that a message was read from. */
export function bytesOf(message: Message): { readonly offset: number; readonly length: number } {
  const [at] = message.from.at;
  if (at.kind !== 'bytes') throw new Error('not read from bytes');
  return at;
}
