import type { Detail, MessageType, StoredColumns } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { accountKey } from '../telegram-people.ts';
import { documentFile, photoFile } from './files.ts';
import type { FileNamed } from './files.ts';

/** What a message holds beside its words. */
export interface Content {
  readonly type: MessageType;
  /** The constructor of the media. */
  readonly typeStored: string;
  readonly files: readonly FileNamed[];
  readonly details: readonly Detail['content'][];
  /** Words under a file, which older layers kept with it. */
  readonly caption: string | null;
  /** Seconds after which the media destroys itself once it was opened; 2^31 - 1 stands for one look. */
  readonly destroyedS: number | null;
  readonly stored: StoredColumns;
}

const TEXT: Content = {
  type: 'text',
  typeStored: 'message',
  files: [],
  details: [],
  caption: null,
  destroyedS: null,
  stored: {},
};

type Part = Partial<Content> & Pick<Content, 'type'>;

/** Reads the media of a message; a message with words alone is a text. */
export function readContent(media: JsonFields | null): Content {
  const typeStored = media?.text('_') ?? null;
  if (media === null || typeStored === null || typeStored === 'messageMediaEmpty') return TEXT;
  const part = READERS[typeStored]?.(media) ?? structured(typeStored, media);
  const caption = media.text('caption');
  const destroyedS = media.whole('ttl_seconds');
  return {
    ...TEXT,
    typeStored,
    caption,
    destroyedS,
    ...part,
    stored: { ...part.stored, ...media.rest('data.media.') },
  };
}

/** By constructor. Source: core.telegram.org/type/MessageMedia. */
const READERS: Readonly<Record<string, (media: JsonFields) => Part>> = {
  messageMediaPhoto: (media) => {
    const photo = media.object('photo');
    return { type: 'image', files: photo === null ? [] : [photoFile(photo)] };
  },
  messageMediaDocument: (media) => {
    const document = media.object('document');
    const read = document === null ? null : documentFile(document);
    return { type: read?.type ?? 'document', files: read === null ? [] : [read.file] };
  },
  messageMediaVideo: (media) => older(media, 'video', '.mp4'),
  messageMediaAudio: (media) => older(media, 'audio', '.ogg'),
  messageMediaGeo: (media) => ({ type: 'location', details: placeOf(media, null) }),
  messageMediaVenue: (media) => ({ type: 'location', details: placeOf(media, null) }),
  messageMediaGeoLive: (media) => ({ type: 'live-location', details: placeOf(media, media.whole('period')) }),
  messageMediaContact: contact,
  messageMediaPoll: poll,
  messageMediaWebPage: webPage,
};

/** Videos and recordings of layers in which they were no documents. */
function older(media: JsonFields, kind: 'video' | 'audio', ending: string): Part {
  const one = media.object(kind);
  if (one === null) return { type: kind };
  const { file } = documentFile(one, ending);
  return { type: kind, files: [{ ...file, type: kind }] };
}

function placeOf(media: JsonFields, liveS: number | null): readonly Detail['content'][] {
  const geo = media.object('geo');
  const [latitude, longitude] = [degrees(geo, 'lat', 90), degrees(geo, 'long', 180)];
  const [name, address] = [media.text('title'), media.text('address')];
  geo?.leave('access_hash', '_');
  const rest = geo?.rest('') ?? {};
  const more: readonly Detail['content'][] =
    Object.keys(rest).length === 0 ? [] : [{ type: 'other', name: 'geo', values: rest }];
  if (latitude === null || longitude === null) return more;
  return [{ type: 'location', latitude, longitude, name, address, url: null, liveS }, ...more];
}

function degrees(point: JsonFields | null, name: string, most: number): number | null {
  const value = point?.number(name) ?? null;
  return value !== null && Math.abs(value) <= most ? value : null;
}

/** A card, as a vCard where one was sent along, else by what the message states. */
function contact(media: JsonFields): Part {
  const [phone, first, last] = [media.text('phone_number'), media.text('first_name'), media.text('last_name')];
  const vcard = media.text('vcard');
  const user = media.whole('user_id');
  const name = [first, last].filter((part) => part !== null).join(' ');
  const values = { phone_number: phone, first_name: first, last_name: last, user_id: user };
  const details: Detail['content'][] = [{ type: 'other', name: 'messageMediaContact', values }];
  const accounts = user === null || user === 0 ? [] : [accountKey(`user${user}`)];
  if (vcard !== null) details.unshift({ type: 'contact', name: name === '' ? null : name, vcard, accounts });
  return { type: 'contact', details };
}

/** Words that newer layers keep with their form. */
function wordsOf(fields: JsonFields, name: string): string | null {
  const form = fields.object(name);
  if (form === null) return fields.text(name);
  form.leave('_', 'entities');
  return form.text('text');
}

function poll(media: JsonFields): Part {
  const one = media.object('poll');
  if (one === null) return { type: 'poll' };
  const results = media.object('results');
  const votes = new Map(results?.objects('results').map((result) => [result.text('option') ?? '', result]));
  const isMultiple = one.flag('multiple_choice') === true;
  const answers = one.objects('answers');
  const choices = isMultiple ? answers.length : 1;
  const details: Detail['content'][] = [{ type: 'poll', question: wordsOf(one, 'question'), choices, ends: null }];
  const chosen: number[] = [];
  for (const [position, answer] of answers.entries()) {
    const result = votes.get(answer.text('option') ?? '');
    details.push({
      type: 'poll-option',
      position,
      name: wordsOf(answer, 'text') ?? '',
      votes: result?.whole('voters') ?? null,
    });
    if (result?.flag('chosen') === true) chosen.push(position);
  }
  one.leave('_');
  results?.leave('_');
  const stored = {
    ...one.rest('data.media.poll.'),
    ...results?.rest('data.media.results.'),
    ...(chosen.length > 0 && { 'data.media.results.chosen': chosen.join(', ') }),
  };
  return { type: 'poll', details, stored };
}

/** The page that the app shows below the words. */
function webPage(media: JsonFields): Part {
  const page = media.object('webpage');
  if (page === null) return { type: 'text' };
  const [url, title, description] = [page.text('url'), page.text('title'), page.text('description')];
  page.leave('_', 'hash');
  const stored = page.rest('data.media.webpage.');
  return url === null
    ? { type: 'text', stored }
    : { type: 'text', details: [{ type: 'link', url, title, description }], stored };
}

/** Kinds that no field of ours holds: their values are carried under the service's own names. */
const STRUCTURED: Readonly<Record<string, MessageType>> = {
  messageMediaGame: 'business',
  messageMediaInvoice: 'payment',
  messageMediaPaidMedia: 'payment',
  messageMediaGiveaway: 'event',
  messageMediaGiveawayResults: 'event',
  messageMediaToDo: 'event',
};

function structured(name: string, media: JsonFields): Part {
  const values = media.rest('');
  media.leave(...Object.keys(values));
  const details: Detail['content'][] = Object.keys(values).length === 0 ? [] : [{ type: 'other', name, values }];
  return { type: STRUCTURED[name] ?? 'unknown', details };
}
