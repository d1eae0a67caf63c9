import type { Detail, Stored, TimeMeaning } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { parseObject } from '../json-object.ts';
import { JsonPieces } from '../json-pieces.ts';
import { sharedId } from '../signal-accounts.ts';
import { lineActionOf } from '../signal-line-types.ts';
import { BY_MARK } from './form.ts';
import type { FileAbout, Form, Piece } from './form.ts';
import { withoutKeys } from './plain-json.ts';
import { byIdentifier, fileStated, said, typeOfMedia, typeOfMessage } from './said.ts';
import type { FileStated, PersonStated, ReactionStated, Said } from './said.ts';
import { roomOf } from './sigtop.ts';
import { msStated } from './times.ts';

/**
 * JSON of tbvdm/sigtop: an array of what the app's column `messages.json` holds, unchanged. Source: tbvdm/sigtop at
 * ba5e72157b7767d067b225a3fe193288ae23b1d8, cmd/sigtop/fmt_json.go. Names of members: signalapp/Signal-Desktop, ts/model-types.d.ts.
 */
export const sigtopJson: Form = {
  variant: 'sigtop-json',
  label: 'Signal, exported by sigtop',
  asksZone: false,
  asksOwner: false,
  claim: BY_MARK,
  folderEach: false,
  ending: /\.json$/u,
  recognises: (_name, head) =>
    /^\[\s*\{/u.test(head) &&
    /"conversationId"\s*:\s*"/u.test(head) &&
    /"(?:sent_at|received_at)"\s*:\s*\d/u.test(head),
  async *pieces(bytes, about, ending) {
    const pieces = new JsonPieces((path) => path.length === 0);
    for await (const some of pieces.read(bytes))
      yield some.map(({ offset, length, text, decodable }) => pieceOf({ offset, length, decodable, isCut: false }, text, about)); // prettier-ignore
    ending.isWhole = pieces.isWhole;
    ending.isSound = pieces.isSound;
  },
};

function pieceOf(place: Omit<Piece, 'what' | 'json'>, text: string, about: FileAbout): Piece {
  const fields = text.startsWith('{') ? parseObject(text) : null;
  if (fields === null) return { ...place, what: null };
  return { ...place, what: saidIn(withoutKeys(fields), about), json: { text, value: fields.all } };
}

const TIMES: readonly (readonly [string, TimeMeaning])[] = [['sent_at', 'sent'], ['received_at_ms', 'received'], ['serverTimestamp', 'server']]; // prettier-ignore

function saidIn(json: JsonFields, about: FileAbout): Said {
  const type = json.text('type') ?? '';
  const sentMs = json.whole('sent_at');
  const isOutgoing = type === 'outgoing';
  const isSaid = isOutgoing || type === 'incoming' || type === 'story';
  const room = roomOf(about.name, 'name of the file');
  const source = sourceOf(json);
  const sender = source ?? (type === 'incoming' ? room.partner : null);
  const isDeleted = json.flag('deletedForEveryone') === true;
  const body = json.text('body');
  const files = filesIn(json);
  const times = TIMES.flatMap(([name, meaning]) => {
    const stated = name === 'sent_at' ? msStated(sentMs) : msStated(json.whole(name) ?? 0);
    return stated === null || stated.text === '0' ? [] : [{ stated, meaning }];
  });
  const shown = json.peek('timestamp');
  if (shown === sentMs) json.leave('timestamp');
  json.leave('hasAttachments', 'hasFileAttachments', 'hasVisualMediaAttachments');
  const edited = json.whole('editMessageTimestamp');
  const action = lineActionOf(type);
  const stored: Record<string, Stored> = { ...(isDeleted && body !== null && { body }) };
  const parts = { quote: quoteIn(json), reactions: reactionsIn(json, room.partner, json.peek('conversationId')), mentions: mentionsIn(json, stored), details: detailsIn(json), versions: versionsIn(json, edited, stored) }; // prettier-ignore
  if (!isSaid && source !== null) stored.source = source.identifier;
  return said({
    room,
    sender: isSaid ? sender : null,
    direction: isOutgoing ? 'outgoing' : type === 'incoming' ? 'incoming' : 'unknown',
    times,
    timeStored: sentMs === null ? null : String(sentMs),
    type: isDeleted ? 'revoked' : type === 'call-history' ? 'call' : action !== null ? 'system' : isSaid ? typeIn(json, body, files) : 'unknown', // prettier-ignore
    typeStored: type,
    isKnown: isSaid || action !== null || type === 'call-history',
    body: isDeleted ? null : body,
    serverId: isSaid && sender !== null && !sender.isName ? sharedId(sender.identifier, sentMs) : null,
    status: type === 'incoming' ? 'received' : null,
    isDeleted,
    viewOnce: json.flag('isViewOnce') === true,
    expiresS: positive(json.whole('expireTimer')),
    edited: msStated(edited ?? ''),
    system: action,
    files,
    ...parts,
    stored: { ...stored, ...json.rest('') },
  });
}

function positive(value: number | null): number | null {
  return value === null || value <= 0 ? null : value;
}

/** Who sent it, as the app names accounts by version; the weaker names are carried. */
function sourceOf(json: JsonFields): PersonStated | null {
  const service = json.text('sourceServiceId') ?? json.text('sourceUuid');
  if (service !== null) return byIdentifier(service, null, '');
  const number = json.text('source');
  return byIdentifier(number !== null && /^\d{7,15}$/u.test(number) ? `+${number}` : number, null, '');
}

function typeIn(json: JsonFields, body: string | null, files: readonly FileStated[]): Said['type'] {
  if (json.has('poll')) return 'poll';
  if (json.has('contact')) return 'contact';
  if (json.has('sticker')) return 'sticker';
  return typeOfMessage(body, files);
}

/** Keys of files and what is made of them, which stay in the export. */
const KEYS = [
  'key', 'iv', 'digest', 'incrementalMac', 'localKey', 'reencryptionKey', 'reencryptionIv', 'reencryptionDigest', 'reencryptionInfo',
  'thumbnail', 'screenshot', 'thumbnailFromBackup', 'data', 'chunkSize', 'plaintextHashes',
] as const; // prettier-ignore

/** Bit of a voice message. Source: signalapp/Signal-Desktop, protos/SignalService.proto, `AttachmentPointer.Flags`. */
const VOICE = 1;
const GIF = 8;

function filesIn(json: JsonFields): readonly FileStated[] {
  const files = json.objects('attachments').map((one) => fileIn(one));
  const long = json.object('bodyAttachment');
  const sticker = json.peek('sticker');
  const data = typeof sticker === 'object' && sticker !== null ? json.object('sticker') : null;
  const picture = data?.object('data') ?? null;
  data?.leave('packKey');
  return [
    ...files,
    ...(long === null ? [] : [fileIn(long)]),
    ...(data === null ? [] : [{ ...fileIn(picture), type: 'sticker' as const, name: data.text('emoji'), stored: { ...fileIn(picture).stored, ...data.rest('sticker.') } }]), // prettier-ignore
  ];
}

function fileIn(file: JsonFields | null): FileStated {
  if (file === null) return fileStated({ type: 'document' });
  file.leave(...KEYS);
  const [mediaType, flags, hash] = [file.text('contentType'), file.whole('flags') ?? 0, file.text('plaintextHash')];
  const sha256 = hash !== null && /^[0-9a-f]{64}$/iu.test(hash) ? hash.toLowerCase() : null;
  const type = (flags & VOICE) !== 0 ? 'voice' : (flags & GIF) !== 0 ? 'gif' : typeOfMedia(mediaType);
  return fileStated({
    type, mediaType, sha256, name: file.text('fileName'), caption: file.text('caption'), path: file.text('path'), sizeBytes: file.whole('size'),
    width: file.whole('width'), height: file.whole('height'), stored: { ...(hash !== null && sha256 === null && { plaintextHash: hash }), ...file.rest('attachment.') },
  }); // prettier-ignore
}

function quoteIn(json: JsonFields): Said['quote'] {
  const quote = json.object('quote');
  if (quote === null) return null;
  const sentMs = quote.whole('id');
  const author = quote.text('authorAci') ?? quote.text('authorUuid') ?? quote.text('author');
  const body = quote.text('text');
  return { serverId: sharedId(author, sentMs), sender: byIdentifier(author, null, ''), time: msStated(sentMs ?? ''), body, stored: quote.rest('quote.') }; // prettier-ignore
}

/** A reaction names the row of a conversation, which the export does not hold: between two that of the other account is that of the messages. */
function reactionsIn(json: JsonFields, partner: PersonStated | null, room: unknown): readonly ReactionStated[] {
  return json.objects('reactions').map((one) => {
    const from = one.text('fromId');
    const person = from !== null && from === room ? partner : null;
    one.leave('targetTimestamp', 'targetAuthorAci', 'targetAuthorUuid');
    return { person, emoji: one.text('emoji'), time: msStated(one.whole('timestamp') ?? ''), stored: { ...(from !== null && person === null && { fromId: from }), ...one.rest('reaction.') } }; // prettier-ignore
  });
}

/** Ranges with an account are mentions; those of form are carried. */
function mentionsIn(json: JsonFields, stored: Record<string, Stored>): readonly PersonStated[] {
  return json.objects('bodyRanges').flatMap((range, index) => {
    const person = byIdentifier(range.text('mentionAci') ?? range.text('mentionUuid'), null, '');
    if (person === null) stored[`bodyRanges.${index}`] = JSON.stringify(range.all);
    return person === null ? [] : [person];
  });
}

function detailsIn(json: JsonFields): readonly Detail['content'][] {
  const links = json.objects('preview').flatMap((one): readonly Detail['content'][] => {
    const link = { type: 'link', url: one.text('url'), title: one.text('title'), description: one.text('description') } as const; // prettier-ignore
    one.object('image')?.leave(...KEYS);
    const values = one.rest('preview.');
    return Object.keys(values).length === 0 ? [link] : [link, { type: 'other', name: 'preview', values }];
  });
  const cards = json
    .objects('contact')
    .map((one) => ({ type: 'other', name: 'contact', values: one.rest('') }) as const);
  const poll = json.object('poll');
  if (poll === null) return [...links, ...cards];
  const options = poll
    .texts('options')
    .map((name, position) => ({ type: 'poll-option', position, name, votes: null }) as const);
  return [...links, ...cards, { type: 'poll', question: poll.text('question'), choices: null, ends: null }, ...options, { type: 'other', name: 'poll', values: poll.rest('poll.') }]; // prettier-ignore
}

/** Earlier wordings; the present one stands first in the list. */
function versionsIn(json: JsonFields, edited: number | null, stored: Record<string, Stored>): Said['versions'] {
  return json.objects('editHistory').flatMap((one, index) => {
    const sentMs = one.whole('timestamp');
    const body = one.text('body');
    if (sentMs !== null && sentMs === edited) return [];
    if (body === null) {
      // One without words, such as of a picture that got its words later.
      const name = `editHistory.${index}.`;
      Object.assign(stored, sentMs === null ? {} : { [`${name}timestamp`]: sentMs }, one.rest(name));
      return [];
    }
    return [{ body, time: msStated(sentMs ?? ''), stored: one.rest('edit.') }];
  });
}
