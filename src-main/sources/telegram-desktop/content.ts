import type { Attachment, Detail, MessageType, StoredColumns } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { wordsOf } from './text.ts';

/** A file that a message names. */
export interface FileNamed {
  readonly type: Attachment['type'];
  /** As stored: a path below the export's folder, or the app's words for why there is none. */
  readonly stored: string;
  readonly isPath: boolean;
  readonly name: string | null;
  readonly mediaType: string | null;
  readonly sizeBytes: number | null;
  readonly durationS: number | null;
  readonly width: number | null;
  readonly height: number | null;
}

/** What a message holds beside its words. */
export interface Content {
  readonly type: MessageType;
  /** The name by which the export tells the kind. */
  readonly typeStored: string;
  readonly files: readonly FileNamed[];
  readonly details: readonly Detail['content'][];
  readonly stored: StoredColumns;
}

/** `media_type` by our word. Source: `SerializeMessage` of Telegram Desktop's JSON writer; a file without one is sent as a file. */
const MEDIA: Readonly<Record<string, readonly [MessageType, Attachment['type']]>> = {
  sticker: ['sticker', 'sticker'],
  video_message: ['video-note', 'video'],
  voice_message: ['voice', 'voice'],
  animation: ['gif', 'gif'],
  video_file: ['video', 'video'],
  audio_file: ['audio', 'audio'],
};

/**
 * How the app begins the words that it writes in a path's place. Source: `pushPath` of its JSON writer; a file's own name may
 * stand before them.
 */
const PLACEHOLDER =
  /(?:^| )\((?:File|Photo) (?:not included\.|exceeds maximum size\.|unavailable, please try again later\))/u;

/** Reads what a message holds; a message with words alone is a text. `isKnown` is false for a `media_type` that is not. */
export function readContent(fields: JsonFields): Content & { readonly isKnown: boolean } {
  const found =
    photo(fields) ?? document(fields) ?? contact(fields) ?? place(fields) ?? poll(fields) ?? structured(fields);
  return found ?? { type: 'text', typeStored: 'message', files: [], details: [], stored: {}, isKnown: true };
}

type Found = (Content & { readonly isKnown: boolean }) | null;

const NOTHING = { files: [], details: [], stored: {}, isKnown: true } as const;

function photo(f: JsonFields): Found {
  const path = f.text('photo');
  if (path === null) return null;
  const one = { ...file('image', path), width: f.whole('width'), height: f.whole('height'), sizeBytes: f.whole('photo_file_size') }; // prettier-ignore
  return { ...NOTHING, type: 'image', typeStored: 'photo', files: [one] };
}

function document(f: JsonFields): Found {
  const path = f.text('file');
  if (path === null) return null;
  const kind = f.text('media_type');
  const [type, as] = kind === null ? (['document', 'document'] as const) : (MEDIA[kind] ?? (['unknown', 'other'] as const)); // prettier-ignore
  const one: FileNamed = {
    ...file(as, path),
    name: f.text('file_name') ?? nameOf(path),
    mediaType: f.text('mime_type'),
    sizeBytes: f.whole('file_size'),
    durationS: f.number('duration_seconds'),
    width: f.whole('width'),
    height: f.whole('height'),
  };
  const small = f.text('thumbnail');
  const thumbnail = small === null || !isPath(small) ? [] : [{ ...file('thumbnail', small), sizeBytes: f.whole('thumbnail_file_size') }]; // prettier-ignore
  const isKnown = kind === null || kind in MEDIA;
  return { ...NOTHING, type, typeStored: kind ?? 'file', files: [one, ...thumbnail], isKnown };
}

function file(type: Attachment['type'], stored: string): FileNamed {
  return {
    type,
    stored,
    isPath: isPath(stored),
    name: nameOf(stored),
    mediaType: null,
    sizeBytes: null,
    durationS: null,
    width: null,
    height: null,
  };
}

function isPath(stored: string): boolean {
  return !PLACEHOLDER.test(stored);
}

function nameOf(stored: string): string | null {
  return isPath(stored) ? stored.slice(stored.lastIndexOf('/') + 1) : null;
}

/** A card; its vCard lies in a file of the export, else it is the name and number that the message states. */
function contact(f: JsonFields): Found {
  const card = f.object('contact_information');
  if (card === null) return null;
  const values = { first_name: card.text('first_name'), last_name: card.text('last_name'), phone_number: card.text('phone_number') }; // prettier-ignore
  const path = f.text('contact_vcard');
  const files = path === null ? [] : [{ ...file('contact', path), sizeBytes: f.whole('contact_vcard_file_size') }];
  return {
    ...NOTHING,
    type: 'contact',
    typeStored: 'contact_information',
    files,
    details: [{ type: 'other', name: 'contact_information', values }],
    stored: card.rest('contact_information.'),
  };
}

function place(f: JsonFields): Found {
  const point = f.object('location_information');
  const liveS = f.whole('live_location_period_seconds');
  const name = f.text('place_name');
  const type = liveS === null ? 'location' : 'live-location';
  if (point === null && name === null && f.value('location_information') !== null) return null;
  const latitude = degrees(point, 'latitude', 90);
  const longitude = degrees(point, 'longitude', 180);
  const stored = { ...(point?.rest('location_information.') ?? {}), ...(latitude === null && name !== null && { place_name: name }) }; // prettier-ignore
  if (latitude === null || longitude === null) return { ...NOTHING, type, typeStored: 'location_information', stored };
  const detail: Detail['content'] = { type: 'location', latitude, longitude, name, address: f.text('address'), url: null, liveS }; // prettier-ignore
  return { ...NOTHING, type, typeStored: 'location_information', details: [detail], stored };
}

function degrees(point: JsonFields | null, name: string, most: number): number | null {
  const value = point?.number(name) ?? null;
  return value !== null && Math.abs(value) <= most ? value : null;
}

function poll(f: JsonFields): Found {
  const one = f.object('poll');
  if (one === null) return null;
  const details: Detail['content'][] = [
    { type: 'poll', question: wordsOf(one, 'question'), choices: null, ends: null },
  ];
  const chosen: number[] = [];
  for (const [position, answer] of one.objects('answers').entries()) {
    details.push({
      type: 'poll-option',
      position,
      name: wordsOf(answer, 'text') ?? '',
      votes: answer.whole('voters'),
    });
    if (answer.flag('chosen') === true) chosen.push(position);
  }
  const closed = one.flag('closed');
  const stored = {
    ...one.rest('poll.'),
    ...(closed !== null && { 'poll.closed': closed ? 1 : 0 }),
    ...(chosen.length > 0 && { 'poll.answers.chosen': chosen.join(', ') }),
  };
  return { ...NOTHING, type: 'poll', typeStored: 'poll', details, stored };
}

/** Kinds that no field of ours holds: their values are carried under the export's own names. */
const STRUCTURED: readonly (readonly [name: string, type: MessageType])[] = [
  ['game_title', 'business'],
  ['invoice_information', 'payment'],
  ['todo_list', 'event'],
  ['giveaway_information', 'event'],
  ['giveaway_results', 'event'],
  ['paid_stars_amount', 'payment'],
];

function structured(f: JsonFields): Found {
  const [name, type] = STRUCTURED.find(([one]) => f.has(one)) ?? [];
  if (name === undefined || type === undefined) return null;
  const inner = f.object(name);
  const values = inner === null ? {} : inner.rest('');
  return {
    ...NOTHING,
    type,
    typeStored: name,
    details: Object.keys(values).length === 0 ? [] : [{ type: 'other', name, values }],
  };
}
