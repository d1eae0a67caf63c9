import type { BytesLocator, Extracted } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { gatherAccount, gatherChat, namesOwner, readOther } from './account.ts';
import { doubtsAt } from './doubts.ts';
import { readItems, TOO_LARGE, type Item } from './items.ts';
import { readChatItem } from './messages.ts';
import { Part } from './part.ts';
import { issueAt, live, Reading } from './reading.ts';
import { keepBeside } from './beside.ts';
import { gatherRecipient, readRecipient } from './recipients.ts';
import { sharedOf } from './shared.ts';
import { FileNames, readSnapshotFiles } from './snapshot-files.ts';
import { REMOTE } from './variants.ts';

/** What a frame holds, one of these. */
const FRAMES = ['account', 'recipient', 'chat', 'chatItem', 'stickerPack', 'adHocCall', 'notificationProfile', 'chatFolder'] as const; // prettier-ignore

/** Reads a backup in two passes: one over who and what it names, one that yields. */
export async function* read(found: Detection, run: Run): AsyncGenerator<Extracted> {
  const { frames: file } = found.files;
  if (file === undefined || found.variant === REMOTE) return;
  const reading = new Reading(file, found.variant === 'chat-export');
  const isOver = (): boolean => run.signal.aborted;
  for await (const item of readItems(file, found.variant, run)) {
    if (isOver()) return;
    gather(reading, item);
  }
  yield* namesOwner(reading);
  yield* reading.accounts.gathered();
  const counts = new Map<string, number>();
  const names = new FileNames();
  for await (const item of readItems(file, found.variant, run)) {
    if (isOver()) return;
    const out: Extracted[] = [];
    const table = readItem(reading, item, out);
    counts.set(table, (counts.get(table) ?? 0) + 1);
    yield* reading.accounts.drain();
    for (const one of out) names.note(one);
    yield* out;
    run.progress(item.at.offset + item.at.length, file.sizeBytes, 'bytes');
  }
  if (counts.size === 0) yield issueAt('error', 'undecodable-payload', null, file.path, null, EMPTY);
  for (const [table, rows] of counts) {
    const isRead = table !== UNREADABLE;
    yield { kind: 'tally', file: file.sha256, table, rows, used: isRead ? rows : 0, skipped: isRead ? {} : { [NOTHING_READ]: rows } }; // prettier-ignore
  }
  yield* readSnapshotFiles(found, run, names);
}

/** What frames are counted under of which nothing was read; each has an issue of its own. */
const UNREADABLE = 'unreadable';
const NOTHING_READ = 'a frame of which nothing was read, which an issue names';

const EMPTY = 'The file holds no frame of a backup.';

/** First pass. */
function gather(reading: Reading, { value, isFirst, at }: Item): void {
  if (value === null || isFirst) return;
  const frame = new Part(value);
  const inner = (name: (typeof FRAMES)[number]): Part | null => frame.object(name);
  switch (frame.which(FRAMES)) {
    case 'account':
      gatherAccount(reading, inner('account'), at);
      return;
    case 'recipient': {
      const recipient = inner('recipient');
      if (recipient !== null) gatherRecipient(reading, recipient, at);
      return;
    }
    case 'chat': {
      const chat = inner('chat');
      if (chat !== null) gatherChat(reading, chat, at);
      return;
    }
    case 'chatItem': {
      const item = inner('chatItem');
      const isDeleted = item?.has('remoteDeletedMessage') === true || item?.has('adminDeletedMessage') === true;
      const shared = item === null || !isDeleted ? null : sharedOf(reading, item).shared;
      if (shared !== null) reading.deleted.set(shared, `message:${at.offset}`);
      return;
    }
    default:
  }
}

/** Second pass; gives under what the frame is counted. */
function readItem(reading: Reading, { value, doubts, isFirst, at, problem }: Item, out: Extracted[]): string {
  if (value === null) {
    out.push(issueAt('error', problem === TOO_LARGE ? 'size-limit' : 'undecodable-payload', live(at), reading.file.path, null, problem ?? EMPTY)); // prettier-ignore
    return UNREADABLE;
  }
  out.push(...doubtsAt(reading, doubts, at));
  const frame = new Part(value);
  if (isFirst) {
    readOther(reading, 'backupInfo', frame, at, out);
    return 'backupInfo';
  }
  const name = frame.which(FRAMES);
  const inner = name === null ? null : frame.object(name);
  if (name === null || inner === null) {
    out.push(issueAt('warning', 'unknown-code', live(at), 'frame', frame.names.join(', '), UNKNOWN_FRAME));
    readOther(reading, 'frame', frame, at, out);
    return 'frame';
  }
  readKnown(reading, name, inner, at, out);
  keepBeside(frame, [name], 'frame', at, out);
  return name;
}

function readKnown(
  reading: Reading,
  name: (typeof FRAMES)[number],
  inner: Part,
  at: BytesLocator,
  out: Extracted[],
): void {
  if (name === 'recipient') readRecipient(reading, inner, at, out);
  else if (name === 'chatItem') readChatItem(reading, inner, at, out);
  else readOther(reading, name, inner, at, out);
}

const UNKNOWN_FRAME = 'a kind of frame that this parser does not know; it is kept as stored';
