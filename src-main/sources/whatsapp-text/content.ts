import type { Attachment, MessageType } from '../../model/index.ts';
import {
  DELETED_BY_ADMIN,
  DELETED_BY_OTHER,
  DELETED_BY_OWNER,
  EDITED,
  FILE_ATTACHED,
  KIND_OMITTED,
  MEDIA_OMITTED,
  MISSED_CALL,
} from './words.ts';

/** What a message's text says it is. `body` is what a person wrote, null where only the app's words stand. */
export interface Content {
  readonly type: MessageType;
  readonly body: string | null;
  readonly edited: boolean;
  readonly deleted: 'by-owner' | 'by-other' | null;
  readonly attachment: {
    readonly type: Attachment['type'];
    /** Null: the export left the file out and names none. */
    readonly name: string | null;
  } | null;
  readonly place: {
    readonly latitude: number | null;
    readonly longitude: number | null;
    readonly name: string | null;
    readonly url: string;
  } | null;
  readonly poll: {
    readonly question: string;
    readonly options: readonly { readonly name: string; readonly votes: number | null }[];
  } | null;
  readonly missedCall: { readonly video: boolean } | null;
}

const MARK = /^[\u200E\u200F]/u;
const ANY_MARK = /[\u200E\u200F]/u;
const MARKS = /[\uFEFF\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** The app's words in a form that can be compared: marks away, lower case, NFC, blanks folded, no final dot. */
export function plainWords(text: string): string {
  // Most texts are plain ASCII with single blanks, for which the rest of the work changes nothing.
  if (/^[!-~]+(?: [!-~]+)*$/u.test(text)) return text.toLowerCase().replace(/\.$/u, '');
  return text
    .replace(MARKS, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[ \u00A0\u202F\u2009]+/gu, ' ')
    .trim()
    .replace(/[.。]$/u, '');
}

const mediaOmitted = wordSet(MEDIA_OMITTED);
const fileAttached = wordSet(FILE_ATTACHED);
const deletedByOther = wordSet(DELETED_BY_OTHER);
const deletedByOwner = wordSet(DELETED_BY_OWNER);
const edited = wordSet(EDITED);
const kindOmitted = new Map(
  Object.entries(KIND_OMITTED).flatMap(([kind, words]) =>
    words.map((w) => [plainWords(w), kind as Attachment['type']] as const),
  ),
);

/** Longer texts are none of the app's words; the longest are those of a deletion with the administrator's name. */
const LONGEST_WORDS = 160;

function wordSet(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(plainWords));
}

const NOTHING = { edited: false, deleted: null, attachment: null, place: null, poll: null, missedCall: null } as const;

/**
 * Says what a message's text is. Never fails: what is not recognised is text. `needsMark`: the export marks everything that
 * the app wrote itself, so that the same words without a mark were typed by a person.
 */
export function readContent(stored: string, needsMark: boolean): Content {
  const marked = MARK.test(stored);
  // A place of Foursquare is the one thing of the app without a mark.
  if (needsMark && !ANY_MARK.test(stored)) return readPlace(stored) ?? { ...NOTHING, type: 'text', body: stored };
  const words = stored.length > LONGEST_WORDS ? '' : plainWords(stored);
  if (deletedByOwner.has(words)) return { ...NOTHING, type: 'revoked', body: null, deleted: 'by-owner' };
  if (deletedByOther.has(words) || DELETED_BY_ADMIN.test(words))
    return { ...NOTHING, type: 'revoked', body: null, deleted: 'by-other' };
  return (
    readOmitted(stored, words) ??
    readAttached(stored) ??
    readPoll(stored) ??
    readPlace(stored) ??
    readCall(stored, words, marked) ??
    readText(stored, marked)
  );
}

/** `<Media omitted>` on Android; `image omitted`, after a document's name and pages, on iOS. */
function readOmitted(stored: string, words: string): Content | null {
  if (words.startsWith('<') && words.endsWith('>') && mediaOmitted.has(words.slice(1, -1).trim()))
    return withAttachment('other', null, null);
  const whole = kindOmitted.get(words);
  if (whole !== undefined) return withAttachment(whole, null, null);
  const last = Math.max(stored.lastIndexOf('\u200E'), stored.lastIndexOf('\u200F'));
  if (last <= 0) return null;
  const kind = kindOmitted.get(plainWords(stored.slice(last)));
  if (kind === undefined) return null;
  const before = stored.slice(0, last).split('•');
  const lead = before[0]?.replace(MARKS, '').trim() ?? '';
  if (lead === '') return withAttachment(kind, null, null);
  // In front of a document's placeholder stands its name, in front of the others a caption.
  return kind === 'document' || before.length > 1 ? withAttachment(kind, lead, null) : withAttachment(kind, null, lead);
}

// `<attached: FILE>` on iOS, in Chinese with a wide colon; in older versions `FILE <attached>`; on Android `FILE (file attached)`. The words in brackets
// differ by language; on iOS the mark before the bracket is the same everywhere.
const IOS_ATTACHED =
  /^(?<before>[\s\S]*?)[\u200E\u200F]?<[\u200E\u200F]?(?<words>[^<>:：]{2,40})(?::[ \u00A0]|：[ \u00A0]?)(?<name>[^<>\n]{1,255})>$/u;
const IOS_OLD = /^(?<name>[^\n<>]{1,255}) [\u200E\u200F]<[\u200E\u200F]?[^<>:]{2,40}>$/u;
const ANDROID_ATTACHED = /^[\u200E\u200F]?(?<name>[^\n]{1,255}?) \((?<words>[^()]{3,60})\)(?:\n(?<caption>[\s\S]*))?$/u;
const CAMERA_NAME = /^(?:IMG|VID|AUD|PTT|STK|DOC|GIF)-\d{8}-WA\d+\.[A-Za-z0-9]{2,5}$/u;
const ANY_FILE = /\.[A-Za-z0-9]{2,5}$/u;

function readAttached(stored: string): Content | null {
  const ios = IOS_ATTACHED.exec(stored)?.groups;
  if (ios?.name !== undefined && /[\u200E\u200F]/u.test(stored)) {
    const name = ios.name.replace(MARKS, '').trim();
    const before = ios.before?.split('•')[0]?.replace(MARKS, '').trim() ?? '';
    return withAttachment(kindOfName(name), name, before === '' || before === name ? null : before);
  }
  const old = IOS_OLD.exec(stored)?.groups?.name;
  if (old !== undefined && ANY_FILE.test(old))
    return withAttachment(kindOfName(old), old.replace(MARKS, '').trim(), null);
  const android = ANDROID_ATTACHED.exec(stored)?.groups;
  const name = android?.name;
  if (name === undefined || !ANY_FILE.test(name)) return null;
  if (!CAMERA_NAME.test(name) && !fileAttached.has(plainWords(android?.words ?? ''))) return null;
  return withAttachment(kindOfName(name), name, android?.caption ?? null);
}

const BY_PREFIX: readonly (readonly [RegExp, Attachment['type']])[] = [
  [/(?:^IMG-|-PHOTO-|^PHOTO-)/u, 'image'],
  [/(?:^VID-|-VIDEO-)/u, 'video'],
  [/^PTT-/u, 'voice'],
  [/(?:^AUD-|-AUDIO-)/u, 'audio'],
  [/(?:^STK-|-STICKER-)/u, 'sticker'],
  [/(?:^GIF-|-GIF-)/u, 'gif'],
  [/\.vcf$/iu, 'contact'],
  [/\.(?:jpe?g|png|heic|webp)$/iu, 'image'],
  [/\.(?:mp4|mov|3gp)$/iu, 'video'],
  [/\.opus$/iu, 'voice'],
  [/\.(?:m4a|mp3|aac|amr|ogg)$/iu, 'audio'],
];

function kindOfName(name: string): Attachment['type'] {
  return BY_PREFIX.find(([pattern]) => pattern.test(name))?.[1] ?? 'document';
}

function withAttachment(kind: Attachment['type'], name: string | null, caption: string | null): Content {
  const type: MessageType = kind === 'other' || kind === 'thumbnail' ? 'unknown' : kind;
  return { ...NOTHING, type, body: caption, attachment: { type: kind, name } };
}

// A capital word and a colon alone, the question, then marked lines `WORD: name (n votes)`.
const POLL =
  /^[\u200E\u200F]?\p{Lu}{2,}:\r?\n(?<question>[^\n]*)\r?\n(?<options>(?:[\u200E\u200F]?\p{Lu}{2,}: [^\n]*(?:\n|$)){1,20})$/u;
// Scripts without capitals, where the app's mark tells its words from a person's: inferred from the form with capitals, for no export
// in such a script that holds a poll was seen.
const CASELESS_POLL =
  /^[\u200E\u200F][\p{Lo}\p{Lm}\p{M}]{1,12}[:：]\n(?<question>[^\n]*)\n(?<options>(?:[\u200E\u200F][\p{Lo}\p{Lm}\p{M}]{1,12}[:：] ?[^\n]*(?:\n|$)){1,20})$/u;
const CASELESS_OPTION =
  /^[\u200E\u200F][\p{Lo}\p{Lm}\p{M}]{1,12}[:：] ?(?<name>.*?)(?: ?[(（](?<votes>\d+) ?[^()（）]{1,20}[)）])?$/u;
const POLL_OPTION = /^[\u200E\u200F]?\p{Lu}{2,}: (?<name>.*?)(?: \((?<votes>\d+) [^()]{1,20}\))?$/u;

function readPoll(stored: string): Content | null {
  const plain = stored.replaceAll('\r', '');
  const capitals = POLL.exec(plain)?.groups;
  const found = capitals ?? CASELESS_POLL.exec(plain)?.groups;
  if (found === undefined) return null;
  const pattern = capitals === undefined ? CASELESS_OPTION : POLL_OPTION;
  const options = (found.options ?? '').split('\n').flatMap((line) => {
    const option = pattern.exec(line)?.groups;
    return option?.name === undefined
      ? []
      : [{ name: option.name, votes: option.votes === undefined ? null : Number(option.votes) }];
  });
  const question = (found.question ?? '').replace(MARKS, '');
  return { ...NOTHING, type: 'poll', body: question, poll: { question, options } };
}

const MAPS =
  /^(?:(?<name>[^\n]{0,200}?): ?)?(?<url>https:\/\/maps\.google\.com\/\?q=(?<lat>-?\d{1,3}(?:\.\d+)?),(?<lon>-?\d{1,3}(?:\.\d+)?))$/u;
const FOURSQUARE = /^(?<name>[\s\S]{1,400}?)(?:: |\n)(?<url>https:\/\/foursquare\.com\/v\/[0-9a-f]+)$/u;

/** In `?q=A,B` A is the latitude. */
function readPlace(stored: string): Content | null {
  if (!stored.includes('https://')) return null;
  const text = stored.replace(MARKS, '').trim();
  const maps = MAPS.exec(text)?.groups;
  if (maps?.url !== undefined) {
    const place = { latitude: Number(maps.lat), longitude: Number(maps.lon), name: null, url: maps.url };
    // The app's own label is one word, in whatever language; anything else in front of the link was typed.
    const isLabel = maps.name === undefined || !/\s/u.test(maps.name.trim());
    return { ...NOTHING, type: 'location', body: isLabel ? null : stored, place };
  }
  const venue = FOURSQUARE.exec(text)?.groups;
  if (venue?.url === undefined) return null;
  return {
    ...NOTHING,
    type: 'location',
    body: null,
    place: { latitude: null, longitude: null, name: venue.name ?? null, url: venue.url },
  };
}

/** A missed call is known by its words, and only where the whole text is short: people write about calls too. */
function readCall(stored: string, words: string, marked: boolean): Content | null {
  if (stored.length > 60) return null;
  const call = MISSED_CALL.find((c) =>
    marked ? words.startsWith(plainWords(c.words)) : words === plainWords(c.words),
  );
  return call === undefined ? null : { ...NOTHING, type: 'call', body: null, missedCall: { video: call.video } };
}

const EDIT_SUFFIX = /^(?<text>[\s\S]*?) ?(?<mark>[\u200E\u200F])?<(?<words>[^<>]{5,60})>$/u;

/** Text of a person, with the edited mark taken off; or a line of the app where iOS sets its mark in front. */
function readText(stored: string, marked: boolean): Content {
  const suffix = EDIT_SUFFIX.exec(stored)?.groups;
  // Words alone in brackets are a line of the app, not an edited text.
  if (suffix?.text !== undefined && suffix.text.replace(MARKS, '').trim() !== '') {
    if (edited.has(plainWords(suffix.words ?? '')))
      return { ...NOTHING, type: 'text', body: suffix.text, edited: true };
    // A mark in a language that the list lacks: the place says that it is one, and its words stay in the text.
    if (suffix.mark !== undefined) return { ...NOTHING, type: 'text', body: stored, edited: true };
  }
  if (marked) return { ...NOTHING, type: 'system', body: stored.slice(1) };
  return { ...NOTHING, type: 'text', body: stored };
}
