import { lineActionOf } from '../signal-line-types.ts';
import type { QuotedPart, VersionPart } from './sigtop-text-parts.ts';
import { partsOf } from './sigtop-text-parts.ts';
import { blocksOf, placeOf, textOf } from './blocks.ts';
import type { Block } from './blocks.ts';
import { BY_A_WORD } from './form.ts';
import type { Form, Piece } from './form.ts';
import { byName, fileStated, said, typeOfMedia, typeOfMessage } from './said.ts';
import type { FileStated, PersonStated, ReactionStated, RoomStated, Said } from './said.ts';
import { personOf, roomOf } from './sigtop.ts';
import { longStated } from './times.ts';

/** The name of the conversation and a message; or, where the beginning is lost, a message with its time as the tool writes it. */
const FIRST = /^Conversation: [^\n]+\r?\n\r?\n(?:From: [^\n]+\r?\n)?Type: [\w -]+\r?\n(?:Sent|Received): /u;
const LATER =
  /\n\n(?:From: [^\n]+\n)?Type: [\w-]+\n(?:Sent|Received): [A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}\n/u;
const TITLE = /^Conversation: (.*)$/su;
const TYPE = /^Type: [\w -]+$/u;
const NEXT = /^(?:Sent|Received): /u;
/** Stands for the account whose data was exported. Source: tbvdm/sigtop at ba5e72157b7767d067b225a3fe193288ae23b1d8, cmd/sigtop/fmt_text.go. */
const OWN = 'You';

/** Text of tbvdm/sigtop: fields of a message line by line, an empty line, its words. */
export const sigtopText: Form = {
  variant: 'sigtop-text',
  label: 'Signal, exported by sigtop',
  asksZone: false,
  asksOwner: false,
  claim: BY_A_WORD,
  folderEach: false,
  ending: /\.txt$/u,
  recognises: (_name, head) => FIRST.test(head) || LATER.test(head),
  async *pieces(bytes, about, ending) {
    let room: RoomStated = roomOf(about.name, 'name of the file');
    for await (const blocks of blocksOf(bytes, begins, ending))
      yield blocks.map((block) => {
        const title = block.offset === 0 ? TITLE.exec(block.lines[0] ?? '')?.[1] : undefined;
        if (title !== undefined) room = roomOf(title, 'Conversation');
        return pieceOf(block, room);
      });
  },
};

/** Two lines tell a message from words that look like one of them. */
function begins(line: string, next: string | null, before: string | null): boolean {
  if (before !== null && before !== '') return false;
  if (line.startsWith('From: ')) return next !== null && TYPE.test(next);
  return TYPE.test(line) && next !== null && NEXT.test(next);
}

function pieceOf(block: Block, room: RoomStated): Piece {
  const { offset, lines, isBegun } = block;
  const place = placeOf(block);
  if (isBegun) return { ...place, what: saidIn(lines, room) };
  const isTitle = offset === 0 && TITLE.test(lines[0] ?? '');
  return { ...place, what: textOf(lines.slice(isTitle ? 1 : 0)) === null ? { passed: isTitle ? 'name of the conversation' : 'empty line' } : null }; // prettier-ignore
}

function saidIn(lines: readonly string[], room: RoomStated): Said {
  const { fields, quote, versions, text, rest } = partsOf(lines);
  const one = (name: string): string | null => fields.find(([field]) => field === name)?.[1] ?? null;
  const all = (name: string): readonly string[] => fields.filter(([field]) => field === name).map(([, value]) => value);
  const [from, type] = [one('From'), one('Type') ?? ''];
  const [sent, received] = [longStated(one('Sent')), longStated(one('Received'))];
  const files = all('Attachment').map(fileOf);
  // Of an edited message the wordings stand in the order of the app: the newest first.
  const [present, ...earlier] = versions;
  const body = present === undefined ? text : present.text;
  const isOutgoing = type === 'outgoing';
  const isSaid = isOutgoing || type === 'incoming' || type === 'story';
  const action = lineActionOf(type);
  const sender = from === OWN ? byName(OWN, 'From') : personOf(from, 'From');
  const asked = (present ?? { quote }).quote;
  const known = new Set(['From', 'Type', 'Sent', 'Received', 'Attachment', 'Reaction', 'Edited']);
  const others = fields.filter(([field]) => !known.has(field));
  return said({
    room,
    sender: action === null ? sender : null,
    direction: isOutgoing ? 'outgoing' : type === 'incoming' ? 'incoming' : 'unknown',
    times: [...(sent === null ? [] : [{ stated: sent, meaning: 'sent' } as const]), ...(received === null ? [] : [{ stated: received, meaning: 'received' } as const])], // prettier-ignore
    timeStored: one('Sent') ?? one('Received'),
    type: type === 'call-history' ? 'call' : action !== null ? 'system' : isSaid ? typeOfMessage(body, [...files, ...(present?.files.map(fileOf) ?? [])]) : 'unknown', // prettier-ignore
    typeStored: type,
    isKnown: isSaid || action !== null || type === 'call-history',
    body,
    system: action,
    edited: present?.sent ?? null,
    files: [...files, ...versions.flatMap((version) => version.files.map(fileOf))],
    versions: earlier.flatMap(({ text: words, sent: time }) =>
      words === null ? [] : [{ body: words, time, stored: {} }],
    ),
    reactions: all('Reaction').map(reactionOf),
    quote: asked === null ? null : quoteOf(asked),
    stored: {
      ...(from !== null && action !== null && { From: from }),
      ...Object.fromEntries(others.map(([field, value], index) => [`${field} ${index + 1}`, value])),
      ...(rest !== null && { 'further lines': rest }),
      ...wordless(earlier),
    },
  });
}

/** When there were earlier wordings without words, such as of a picture that got its words later. */
function wordless(earlier: readonly VersionPart[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [index, { text, sent }] of earlier.entries())
    if (text === null) found[`version ${earlier.length - index}`] = sent?.text ?? '';
  return found;
}

/** `name (type, 123 bytes)`. */
function fileOf(words: string): FileStated {
  const [, name = words, mediaType = null, size = null] =
    /^(.*) \(([^,()]*), (-?\d{1,15}) bytes\)$/su.exec(words) ?? [];
  const sizeBytes = size === null || Number(size) < 0 ? null : Number(size);
  return fileStated({ type: typeOfMedia(mediaType), name: name === 'no filename' ? null : name, mediaType: mediaType === '' ? null : mediaType, sizeBytes }); // prettier-ignore
}

/** `emoji from name (detail)`. */
function reactionOf(words: string): ReactionStated {
  const [, emoji = null, who = null] = /^(.*?) from (.*)$/su.exec(words) ?? [];
  const person: PersonStated | null = personOf(who, 'Reaction');
  return { person, emoji, time: null, stored: emoji === null ? { reaction: words } : {} };
}

function quoteOf({ from, sent, text, others }: QuotedPart): NonNullable<Said['quote']> {
  return { serverId: null, sender: personOf(from, 'From'), time: longStated(sent), body: text, stored: Object.fromEntries(others.map((one, index) => [`line ${index + 1}`, one])) }; // prettier-ignore
}
