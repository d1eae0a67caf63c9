import type { Attachment, Detail, MessageType, StoredColumns } from '../../model/index.ts';
import { allOfClass, elementsOf, findClass, hasClass, lineOf, ownText } from './page-node.ts';
import type { PageNode } from './page-node.ts';
import { pagePoll } from './page-poll.ts';

/** A file that a page names. */
export interface PageFile {
  readonly type: Attachment['type'];
  /** As the page links it, relative to the page; null where the export holds no file. */
  readonly href: string | null;
  readonly name: string | null;
  readonly durationS: number | null;
  readonly width: number | null;
  readonly height: number | null;
  /** Words of the page about the file: its size as shown, or why it is not there. */
  readonly stored: StoredColumns;
}

/** What a message on a page holds beside its words. */
export interface PageMedia {
  readonly type: MessageType;
  /** The class, or the class and the title, by which the page tells the kind. */
  readonly typeStored: string;
  readonly files: readonly PageFile[];
  readonly details: readonly Detail['content'][];
  readonly stored: StoredColumns;
  /** The words about a call; null for anything else. */
  readonly call: string | null;
  readonly isKnown: boolean;
}

const NOTHING = { files: [], details: [], stored: {}, call: null, isKnown: true } as const;
const NO_FILE = { name: null, durationS: null, width: null, height: null, stored: {} } as const;

/** Links around a picture. Source: `pushPhotoMedia` and the like of Telegram Desktop's `export_output_html.cpp` at 929032d598. */
const WRAPS: Readonly<Record<string, readonly [MessageType, Attachment['type']]>> = {
  photo_wrap: ['image', 'image'],
  sticker_wrap: ['sticker', 'sticker'],
  animated_wrap: ['gif', 'gif'],
  video_file_wrap: ['video', 'video'],
};

type Kind = readonly [MessageType, Attachment['type'] | null];

/** Boxes by class, and by title where one class stands for several kinds. Source: `prepareMediaData` and `push…Media`, as above. */
const BOXES: Readonly<Record<string, Kind | Readonly<Record<string, Kind>>>> = {
  media_photo: { Photo: ['image', 'image'], Sticker: ['sticker', 'sticker'], 'Self-destructing photo': ['image', 'image'] },
  media_video: { 'Video file': ['video', 'video'], 'Video message': ['video-note', 'video'], Animation: ['gif', 'gif'], 'Self-destructing video': ['video', 'video'] },
  media_voice_message: ['voice', 'voice'],
  media_audio_file: ['audio', 'audio'],
  media_file: ['document', 'document'],
  media_contact: ['contact', null],
  media_location: ['location', null],
  media_live_location: ['live-location', null],
  media_venue: ['location', null],
  media_call: ['call', null],
  media_game: ['business', null],
  media_invoice: ['payment', null],
}; // prettier-ignore

/** Reads what stands in a `media_wrap`. */
export function pageMedia(wrap: PageNode): PageMedia {
  const [inner] = elementsOf(wrap);
  if (inner === undefined) return unknown('', wrap);
  for (const [name, [type, as]] of Object.entries(WRAPS)) if (hasClass(inner, name)) return picture(inner, name, type, as); // prettier-ignore
  if (hasClass(inner, 'media_poll')) return { ...NOTHING, ...pagePoll(inner) };
  if (hasClass(inner, 'media_giveaway')) return giveaway(inner);
  const name = Object.keys(BOXES).find((one) => hasClass(inner, one));
  return name === undefined ? unknown(inner.attributes.get('class') ?? inner.name, wrap) : box(inner, name);
}

function unknown(typeStored: string, wrap: PageNode): PageMedia {
  return { ...NOTHING, type: 'unknown', typeStored, stored: { media: lineOf(wrap) }, isKnown: false };
}

function picture(link: PageNode, name: string, type: MessageType, as: Attachment['type']): PageMedia {
  const href = hrefOf(link);
  const src =
    elementsOf(link)
      .find((one) => one.name === 'img')
      ?.attributes.get('src') ?? null;
  const shown = lineOf(findClass(link, 'video_duration'));
  const one: PageFile = { ...NO_FILE, type: as, href, name: fileName(href), durationS: secondsOf(shown), stored: shown === null ? {} : { duration: shown } }; // prettier-ignore
  const small: PageFile[] = src === null || src === href ? [] : [{ ...NO_FILE, type: 'thumbnail', href: src, name: fileName(src) }]; // prettier-ignore
  return { ...NOTHING, type, typeStored: name, files: [one, ...small] };
}

function box(inner: PageNode, name: string): PageMedia {
  const title = lineOf(findClass(inner, 'title'));
  const description = lineOf(findClass(inner, 'description'));
  const status = lineOf(findClass(inner, 'status'));
  const href = hrefOf(inner);
  const kinds = BOXES[name];
  const kind = isKind(kinds) ? kinds : ofTitle(kinds, title ?? '');
  const stored = { title, description, status };
  if (kind === undefined) return { ...NOTHING, type: 'unknown', typeStored: `${name}: ${title ?? ''}`, files: file('other', href, stored), isKnown: false }; // prettier-ignore
  const [type, as] = kind;
  const typeStored = isKind(kinds) ? name : `${name}: ${title ?? ''}`;
  if (name === 'media_call') return { ...NOTHING, type, typeStored, stored, call: status ?? '' };
  if (name === 'media_contact') return { ...NOTHING, type, typeStored, files: href === null ? [] : file('contact', href, {}), details: [{ type: 'other', name, values: { title, status } }] }; // prettier-ignore
  if (as === null) return place(name, type, typeStored, { title, description, status }, href);
  const thumb = elementsOf(inner)
    .find((one) => hasClass(one, 'thumb'))
    ?.attributes.get('src');
  const small: PageFile[] = thumb === undefined || thumb === href ? [] : [{ ...NO_FILE, type: 'thumbnail', href: thumb, name: fileName(thumb) }]; // prettier-ignore
  const isNamed = name === 'media_file' || name === 'media_audio_file';
  return { ...NOTHING, type, typeStored, files: [...file(as, href, stored, isNamed ? title : null), ...small] };
}

function isKind(kinds: Kind | Readonly<Record<string, Kind>> | undefined): kinds is Kind {
  return Array.isArray(kinds);
}

/** What is called like a prototype is no kind. */
function ofTitle(kinds: Readonly<Record<string, Kind>> | undefined, title: string): Kind | undefined {
  return kinds !== undefined && Object.hasOwn(kinds, title) ? kinds[title] : undefined;
}

type Words = Readonly<Record<'title' | 'description' | 'status', string | null>>;

function file(
  type: Attachment['type'],
  href: string | null,
  words: Partial<Words>,
  title: string | null = null,
): readonly PageFile[] {
  // prettier-ignore
  const status = words.status ?? null;
  const [, width, height] = /^(\d{1,6})\s*[x×]\s*(\d{1,6})/u.exec(status ?? '') ?? [];
  return [
    {
      type,
      href,
      name: fileName(href) ?? title,
      durationS: secondsOf(status),
      width: width === undefined ? null : Number(width),
      height: height === undefined ? null : Number(height),
      stored: words,
    },
  ];
}

/** A place, a game or an invoice: what the box links and says. */
function place(name: string, type: MessageType, typeStored: string, words: Words, href: string | null): PageMedia {
  const found = /^https:\/\/maps\.google\.com\/maps\?q=(-?\d+(?:\.\d+)?(?:e-?\d+)?),(-?\d+(?:\.\d+)?(?:e-?\d+)?)&/u.exec(href ?? ''); // prettier-ignore
  const latitude = degrees(found?.[1], 90);
  const longitude = degrees(found?.[2], 180);
  if (type === 'location' || type === 'live-location') {
    const isVenue = name === 'media_venue';
    if (latitude === null || longitude === null) return { ...NOTHING, type, typeStored, stored: { ...words, href } };
    const detail: Detail['content'] = { type: 'location', latitude, longitude, name: isVenue ? words.title : null, address: isVenue ? words.description : null, url: href, liveS: null }; // prettier-ignore
    return { ...NOTHING, type, typeStored, details: [detail], stored: { status: words.status } };
  }
  return { ...NOTHING, type, typeStored, details: [{ type: 'other', name, values: { ...words, href } }] };
}

function degrees(text: string | undefined, most: number): number | null {
  const value = text === undefined ? NaN : Number(text);
  return Math.abs(value) <= most ? value : null;
}

function giveaway(inner: PageNode): PageMedia {
  const lines = [...allOfClass(inner, 'section_title'), ...allOfClass(inner, 'section_body')].length;
  const values = Object.fromEntries(elementsOf(inner).slice(0, Math.min(lines, 40)).map((one, index) => [`line ${index + 1}`, lineOf(one)])); // prettier-ignore
  return { ...NOTHING, type: 'event', typeStored: 'media_giveaway', details: [{ type: 'other', name: 'media_giveaway', values }] }; // prettier-ignore
}

function hrefOf(node: PageNode): string | null {
  const href = node.attributes.get('href');
  return href === undefined || href === '' ? null : href;
}

function fileName(href: string | null): string | null {
  return href === null || /^[a-z][\w+.-]*:/iu.test(href) ? null : href.slice(href.lastIndexOf('/') + 1);
}

/** `02:05` or `1:02:05` at the beginning of what is shown of a file. Source: `FormatDurationText` of the app. */
function secondsOf(shown: string | null): number | null {
  const [, hours, minutes, seconds] = /^(?:(\d{1,3}):)?(\d{1,2}):(\d\d)(?:,|$)/u.exec(shown ?? '') ?? [];
  return seconds === undefined ? null : Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** The text that a box holds beside what is read of it; null where there is none. */
export function besideMedia(wrap: PageNode): string | null {
  const text = ownText(wrap);
  return text === '' ? null : text;
}
