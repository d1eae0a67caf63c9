import type { Attachment, MessageType, Stored, StoredColumns } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { SERVER_KEYS } from './accounts.ts';

/** A file that a message holds, with the names under which the app keeps it in its cache. */
export interface FileNamed {
  readonly type: Attachment['type'];
  readonly names: readonly string[];
  readonly name: string | null;
  readonly mediaType: string | null;
  readonly sizeBytes: number | null;
  readonly durationS: number | null;
  readonly width: number | null;
  readonly height: number | null;
  /** A small picture that the cell itself holds. */
  readonly thumbnail: Uint8Array | null;
  readonly stored: StoredColumns;
}

/** Kinds that attributes of a document tell. */
export interface DocumentRead {
  readonly file: FileNamed;
  readonly type: MessageType;
}

/** Endings that the app gives files whose name has none. Source: FileLoader.getExtensionByMimeType of the client. */
const ENDINGS: Readonly<Record<string, string>> = {
  'video/mp4': '.mp4',
  'video/x-matroska': '.mkv',
  'audio/ogg': '.ogg',
  'audio/mpeg': '.mp3',
  'image/jpeg': '.jpg',
  'image/webp': '.webp',
  'application/x-tgsticker': '.tgs',
  'video/webm': '.webm',
};

/** A photo: its largest size is the picture; smaller ones lie beside it or in the cell. */
export function photoFile(photo: JsonFields): FileNamed {
  photo.leave(...SERVER_KEYS);
  const id = idOf(photo, 'id');
  const sizes = photo.objects('sizes');
  const areas = sizes.map((size) => (size.whole('w') ?? 0) * (size.whole('h') ?? 0));
  const largest = sizes[areas.indexOf(Math.max(...areas))];
  const small = smallPictures(sizes);
  const named = sizes.map((size) => ({ name: sizeName(size, id, 0), w: size.whole('w'), h: size.whole('h') }));
  const listed = named.flatMap(({ name, w, h }) => (name === null ? [] : [`${name} ${w ?? '?'}×${h ?? '?'}`]));
  return {
    type: 'image',
    names: sizes
      .map((size) => sizeName(size, id, 0))
      .filter((name) => name !== null)
      .reverse(),
    name: null,
    mediaType: null,
    sizeBytes: largest === undefined ? null : bytesOf(largest),
    durationS: null,
    width: largest?.whole('w') ?? null,
    height: largest?.whole('h') ?? null,
    thumbnail: small.cached,
    stored: {
      ...small.stored,
      ...(id !== null && { 'photo.id': id }),
      ...(listed.length > 1 && { 'photo.sizes': listed.join(', ') }),
      ...photo.rest('photo.'),
    },
  };
}

/** A number that may be beyond what JavaScript holds exactly, then as text. */
function idOf(fields: JsonFields, name: string): number | string | null {
  return fields.whole(name) ?? fields.text(name);
}

function bytesOf(size: JsonFields): number | null {
  const steps = size.wholes('sizes');
  return size.whole('size') ?? steps.at(-1) ?? null;
}

/**
 * Where the service names a place, its numbers are the file's name; since 2020 the app makes the place of the photo's own number and of
 * the letter of the size. `plus`: 1000 for pictures of documents. Source: PhotoSize.TLdeserialize of the client.
 */
function sizeName(size: JsonFields, id: number | string | null, plus: number): string | null {
  const location = size.object('location');
  const volume = location === null ? null : idOf(location, 'volume_id');
  const local = location?.whole('local_id') ?? null;
  if (volume !== null && local !== null) return `${volume}_${local}.jpg`;
  const letter = size.text('type')?.codePointAt(0);
  return id === null || letter === undefined ? null : `-${id}_${plus + letter}.jpg`;
}

/** Pictures in the cell: one as it is, and those whose head the app leaves out, which are carried as stored. */
function smallPictures(sizes: readonly JsonFields[]): {
  readonly cached: Uint8Array | null;
  readonly stored: StoredColumns;
} {
  let cached: Uint8Array | null = null;
  const stored: Record<string, Stored> = {};
  for (const size of sizes) {
    const kind = size.text('_');
    const hex = size.text('bytes');
    if (hex === null) continue;
    if (kind === 'photoCachedSize') cached ??= Buffer.from(hex, 'hex');
    else stored[`sizes.${kind ?? ''}`] = hex;
  }
  return { cached, stored };
}

/** A document: what it is, is told by its attributes. */
export function documentFile(document: JsonFields, ending: string | null = null): DocumentRead {
  document.leave(...SERVER_KEYS, 'key', 'iv');
  const id = idOf(document, 'id');
  const dc = document.whole('dc_id');
  const mediaType = document.text('mime_type');
  const attributes = new Map(document.objects('attributes').map((one) => [one.text('_') ?? '', one]));
  const [video, audio] = [attributes.get('documentAttributeVideo'), attributes.get('documentAttributeAudio')];
  const named = attributes.get('documentAttributeFilename')?.text('file_name') ?? document.text('file_name');
  const size = attributes.get('documentAttributeImageSize') ?? video;
  const thumbs = document.objects('thumbs');
  const thumb = document.object('thumb');
  const small = smallPictures(thumb === null ? thumbs : [thumb, ...thumbs]);
  const [type, as] = kindOf(attributes, mediaType);
  const endings = [endingOf(named), ending, ENDINGS[mediaType ?? ''] ?? null, ''].filter((one) => one !== null);
  const details = [...attributes].flatMap(([name, one]) => Object.entries(one.rest(`${name}.`)));
  return {
    type,
    file: {
      type: as,
      names: id === null || dc === null ? [] : [...new Set(endings)].map((one) => `${dc}_${id}${one}`),
      name: named,
      mediaType,
      sizeBytes: document.whole('size'),
      durationS: video?.number('duration') ?? audio?.number('duration') ?? document.whole('duration'),
      width: size?.whole('w') ?? document.whole('w'),
      height: size?.whole('h') ?? document.whole('h'),
      thumbnail: small.cached,
      stored: {
        ...small.stored,
        ...(id !== null && { 'document.id': id }),
        ...Object.fromEntries(details),
        ...document.rest('document.'),
      },
    },
  };
}

function endingOf(name: string | null): string | null {
  return /\.[\p{L}\d]{1,10}$/u.exec(name ?? '')?.[0] ?? null;
}

function kindOf(
  attributes: ReadonlyMap<string, JsonFields>,
  mediaType: string | null,
): readonly [MessageType, Attachment['type']] {
  const has = (name: string): boolean => attributes.has(`documentAttribute${name}`);
  if (has('Sticker')) return ['sticker', 'sticker'];
  if (has('Animated')) return ['gif', 'gif'];
  if (attributes.get('documentAttributeVideo')?.flag('round_message') === true) return ['video-note', 'video'];
  if (has('Video')) return ['video', 'video'];
  if (attributes.get('documentAttributeAudio')?.flag('voice') === true) return ['voice', 'voice'];
  if (has('Audio')) return ['audio', 'audio'];
  return mediaType?.startsWith('image/') === true ? ['document', 'image'] : ['document', 'document'];
}
