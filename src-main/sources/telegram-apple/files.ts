import type { Attachment, MessageType, Stored, StoredColumns } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { readResource } from './resource.ts';
import type { Resource } from './resource.ts';

/** A file that a message holds. */
export interface FileNamed {
  readonly type: Attachment['type'];
  /** The largest first. */
  readonly resources: readonly Resource[];
  /** Of a photo, for each of the resources; elsewhere there is one. */
  readonly sizes: readonly PhotoSize[];
  readonly name: string | null;
  readonly mediaType: string | null;
  readonly sizeBytes: number | null;
  readonly durationS: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly stored: StoredColumns;
}

/** A size in which a photo is kept, in pixels. */
export interface PhotoSize {
  readonly width: number | null;
  readonly height: number | null;
}

/** A photo: its largest size is the picture. */
export function imageFile(image: JsonFields): FileNamed {
  const sizes = image.objects('r').map((size) => ({ w: size.whole('dx') ?? 0, h: size.whole('dy') ?? 0, file: readResource(size.object('r')) })); // prettier-ignore
  const [largest, ...smaller] = sizes.toSorted((a, b) => b.w * b.h - a.w * a.h);
  const id = mediaId(image);
  const clip = image.objects('vr').map((one) => readResource(one.object('r')));
  leaveKeys(image);
  return {
    type: 'image',
    resources: largest === undefined ? [] : [largest, ...smaller].map(({ file }) => file),
    sizes: largest === undefined ? [] : [largest, ...smaller].map(({ w, h }) => ({ width: w, height: h })),
    name: null,
    mediaType: null,
    sizeBytes: largest?.file.sizeBytes ?? null,
    durationS: null,
    width: largest?.w ?? null,
    height: largest?.h ?? null,
    stored: {
      ...id,
      ...named('image.clips', clip),
      ...beside(
        'image.resource',
        largest === undefined ? [] : [largest.file, ...smaller.map(({ file }) => file), ...clip],
      ),
      ...rest(image, 'image.'),
    },
  };
}

/** Keys to things on the service's servers, and places on them. */
function leaveKeys(fields: JsonFields): void {
  fields.leave('rf', 'prf', 'i');
}

function rest(fields: JsonFields, prefix: string): StoredColumns {
  fields.leave('_');
  return fields.rest(prefix);
}

function named(name: string, files: readonly Resource[]): Record<string, Stored> {
  const found = files.flatMap((file) => file.name ?? []);
  return found.length === 0 ? {} : { [name]: found.join(', ') };
}

/** What resources say that no field takes, such as the address of a picture on the web. */
function beside(name: string, files: readonly Resource[]): Record<string, Stored> {
  const found = files.map(({ stored }) => stored).filter((one) => Object.keys(one).length > 0);
  return found.length === 0 ? {} : { [name]: JSON.stringify(found) };
}

/** The number of a photo or file: four bytes of its kind, eight of its number. Source: MediaId of the client. */
export function mediaId(fields: JsonFields): Record<string, Stored> {
  const hex = fields.text('i');
  if (hex === null) return {};
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length !== 12) return { mediaId: hex };
  return { mediaId: `${bytes.readInt32LE(0)}:${bytes.readBigInt64LE(4)}` };
}

/** Kinds of attributes of a file. Source: TelegramMessenger/Telegram-iOS @0245fd3 SyncCore_TelegramMediaFile.swift. */
const [FILE_NAME, STICKER, IMAGE_SIZE, ANIMATED, VIDEO, AUDIO] = [0, 1, 2, 3, 4, 5] as const;
const CUSTOM_EMOJI = 10;
const ROUND = 1;

/** A file: what it is, is told by its attributes. */
export function mediaFile(file: JsonFields): { readonly file: FileNamed; readonly type: MessageType } {
  const listed = file.objects('at').map((one) => [one.whole('t') ?? 0, one] as const);
  const attributes = new Map(listed.toReversed());
  const resource = readResource(file.object('r'));
  const mediaType = file.text('mt');
  const [video, audio] = [attributes.get(VIDEO), attributes.get(AUDIO)];
  const size = attributes.get(IMAGE_SIZE) ?? video;
  const name = attributes.get(FILE_NAME)?.text('fn') ?? null;
  const [type, as] = kindOf(attributes, mediaType);
  const previews = [...file.objects('pr'), ...file.objects('vr')].map((one) => readResource(one.object('r')));
  const durationS = video?.number('dur') ?? video?.whole('du') ?? audio?.whole('du') ?? null;
  const [width, height] = [size?.whole('w') ?? null, size?.whole('h') ?? null];
  const sizeBytes = file.whole('s64') ?? file.whole('s') ?? resource.sizeBytes;
  const id = mediaId(file);
  leaveKeys(file);
  const details = listed.flatMap(([kind, one], index) => Object.entries(rest(one, attributes.get(kind) === one ? `file.attribute ${kind}.` : `file.attribute ${kind} (${index + 1}).`))); // prettier-ignore
  const stored = { ...id, ...named('file.previews', previews), ...beside('file.resource', [resource, ...previews]), ...Object.fromEntries(details), ...rest(file, 'file.') }; // prettier-ignore
  return { type, file: { type: as, resources: [resource], sizes: [{ width, height }], name, mediaType, sizeBytes, durationS, width, height, stored } }; // prettier-ignore
}

function kindOf(
  attributes: ReadonlyMap<number, JsonFields>,
  mediaType: string | null,
): readonly [MessageType, Attachment['type']] {
  if (attributes.has(STICKER) || attributes.has(CUSTOM_EMOJI)) return ['sticker', 'sticker'];
  if (attributes.has(ANIMATED)) return ['gif', 'gif'];
  const video = attributes.get(VIDEO);
  if (video !== undefined)
    return ((video.whole('f') ?? 0) & ROUND) !== 0 ? ['video-note', 'video'] : ['video', 'video'];
  const audio = attributes.get(AUDIO);
  if (audio !== undefined) return audio.flag('iv') === true ? ['voice', 'voice'] : ['audio', 'audio'];
  return mediaType?.startsWith('image/') === true ? ['document', 'image'] : ['document', 'document'];
}
