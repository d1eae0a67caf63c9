import type { Detail, MessageType, Stored, StoredColumns } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { accountKey } from '../telegram-people.ts';
import { imageFile, mediaFile, mediaId } from './files.ts';
import type { FileNamed } from './files.ts';
import { peerOf } from './peer-id.ts';
import { classOf } from './postbox-cell.ts';

/** What one medium of a message is. */
export interface Content {
  readonly type: MessageType;
  readonly files: readonly FileNamed[];
  readonly details: readonly Detail['content'][];
  readonly stored: StoredColumns;
  /** A class that is not known: its values are carried under their keys. */
  readonly isKnown: boolean;
}

type Part = Partial<Content> & Pick<Content, 'type'>;

const NOTHING = { files: [], details: [], stored: {}, isKnown: true } as const;

/** Reads one medium by its class; lines of the service are read elsewhere. */
export function readMedium(medium: JsonFields): Content {
  const of = classOf(medium);
  const part = READERS[of]?.(medium) ?? structured(of, medium);
  medium.leave('_');
  return { ...NOTHING, ...part, stored: { ...part.stored, ...medium.rest('media.') } };
}

/** Classes of media. Source: TelegramMessenger/Telegram-iOS, submodules/TelegramCore/Sources/SyncCore, SyncCore_TelegramMedia*.swift. */
const READERS: Readonly<Record<string, (medium: JsonFields) => Part>> = {
  TelegramMediaImage: (medium) => ({ type: 'image', files: [taking(medium, imageFile(medium))] }),
  TelegramMediaFile: (medium) => {
    const { type, file } = mediaFile(medium);
    return { type, files: [taking(medium, file)] };
  },
  TelegramMediaMap: place,
  TelegramMediaContact: contact,
  TelegramMediaPoll: poll,
  TelegramMediaWebpage: webPage,
};

/** The file carries what no field of it takes. */
function taking(medium: JsonFields, file: FileNamed): FileNamed {
  // One by one: a crafted object may have more names than a call takes arguments.
  for (const name of Object.keys(medium.all)) medium.leave(name);
  return file;
}

function place(medium: JsonFields): Part {
  const [latitude, longitude] = [degrees(medium, 'la', 90), degrees(medium, 'lo', 180)];
  const type = typeof medium.peek('bt') === 'number' ? 'live-location' : 'location';
  // Without a place that can be shown, what is stated stays among what is carried.
  if (latitude === null || longitude === null) return { type };
  medium.leave('la', 'lo');
  const venue = medium.object('ve');
  const liveS = medium.whole('bt');
  const [name, address] = [venue?.text('ti') ?? null, venue?.text('ad') ?? null];
  venue?.leave('_');
  const stored = { ...venue?.rest('media.venue.') };
  return { type, stored, details: [{ type: 'location', latitude, longitude, name, address, url: null, liveS }] };
}

function degrees(point: JsonFields, key: string, most: number): number | null {
  const value = point.peek(key);
  return typeof value === 'number' && Math.abs(value) <= most ? value : null;
}

/** A card, as a vCard where one was sent along, else by what the message states. */
function contact(medium: JsonFields): Part {
  const [first, last, phone, vcard] = [medium.text('n.f'), medium.text('n.l'), medium.text('pn'), medium.text('vc')];
  const user = peerOf(medium.peek('p') as Stored | undefined);
  medium.leave('p');
  const name = [first, last].filter((part) => part !== null).join(' ');
  const values = { phoneNumber: phone, firstName: first, lastName: last, peerId: user };
  const details: Detail['content'][] = [{ type: 'other', name: 'TelegramMediaContact', values }];
  const accounts = user === null ? [] : [accountKey(user)];
  if (vcard !== null) details.unshift({ type: 'contact', name: name === '' ? null : name, vcard, accounts });
  return { type: 'contact', details };
}

function poll(medium: JsonFields): Part {
  const results = medium.object('rs');
  const voters = new Map(results?.objects('v').map((one) => [one.text('i') ?? '', one]));
  const kind = medium.object('kn');
  const options = medium.objects('os');
  const choices = kind?.flag('m') === true ? options.length : 1;
  const details: Detail['content'][] = [{ type: 'poll', question: medium.text('t'), choices, ends: null }];
  const chosen: number[] = [];
  const stored: Record<string, Stored> = mediaId(medium);
  for (const [position, option] of options.entries()) {
    const result = voters.get(option.text('i') ?? '');
    details.push({ type: 'poll-option', position, name: option.text('t') ?? '', votes: result?.whole('c') ?? null });
    if (result?.flag('s') === true) chosen.push(position);
    const more = peers(result, 'orv', `media.option ${position}.voters`);
    result?.leave('_');
    if (result !== undefined) Object.assign(stored, result.rest(`media.option ${position}.result.`));
    option.leave('_');
    Object.assign(stored, option.rest(`media.option ${position}.`), more);
  }
  if (chosen.length > 0) stored['media.results.chosen'] = chosen.join(', ');
  Object.assign(stored, peers(results, 'rv', 'media.results.voters'));
  for (const [part, prefix] of [[results, 'media.results.'], [kind, 'media.kind.']] as const) {
    part?.leave('_');
    Object.assign(stored, part?.rest(prefix));
  } // prettier-ignore
  return { type: 'poll', details, stored };
}

/** Accounts of a list by the identifiers of this program: those that the service names among the voters. */
function peers(fields: JsonFields | null | undefined, key: string, name: string): Record<string, Stored> {
  const found = fields?.list(key).map((one) => peerOf(one as Stored)) ?? [];
  const known = found.filter((one) => one !== null);
  return known.length === 0 ? {} : { [name]: known.join(', ') };
}

/** The page that the app shows below the words. */
function webPage(medium: JsonFields): Part {
  const url = medium.text('u') ?? medium.text('pendingUrl');
  const [title, description] = [medium.text('ti'), medium.text('tx')];
  const stored = mediaId(medium);
  medium.leave('ha', 'ip', 'ct');
  return url === null
    ? { type: 'text', stored }
    : { type: 'text', details: [{ type: 'link', url, title, description }], stored };
}

/** Kinds that no field of ours holds: their values are carried under the app's own keys. */
const STRUCTURED: Readonly<Record<string, MessageType>> = {
  TelegramMediaGame: 'business',
  TelegramMediaInvoice: 'payment',
  TelegramMediaPaidContent: 'payment',
  TelegramMediaGiveaway: 'event',
  TelegramMediaGiveawayResults: 'event',
  TelegramMediaTodo: 'event',
  TelegramMediaDice: 'sticker',
  TelegramMediaExpiredContent: 'unknown',
  TelegramMediaUnsupported: 'unknown',
  TelegramMediaStory: 'unknown',
};

function structured(name: string, medium: JsonFields): Part {
  medium.leave('_');
  const values = medium.rest('');
  medium.leave(...Object.keys(values));
  const details: Detail['content'][] = Object.keys(values).length === 0 ? [] : [{ type: 'other', name, values }];
  return { type: STRUCTURED[name] ?? 'unknown', details, isKnown: Object.hasOwn(STRUCTURED, name) };
}
