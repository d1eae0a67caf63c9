import { mediaTypeOf } from './media-type.ts';

/**
 * First bytes of files that are no image, sound or film. Sources: the formats' own specifications; Gary Kessler's table
 * of file signatures.
 */
const MAGIC: readonly (readonly [offset: number, hex: string, type: string])[] = [
  [0, 'd0cf11e0a1b11ae1', 'application/x-ole-storage'],
  [0, '377abcaf271c', 'application/x-7z-compressed'],
  [0, '526172211a07', 'application/vnd.rar'],
  [0, '1f8b', 'application/gzip'],
  [0, 'fd377a585a00', 'application/x-xz'],
  [0, '28b52ffd', 'application/zstd'],
  [257, '7573746172', 'application/x-tar'],
  [0, '53514c69746520666f726d6174203300', 'application/vnd.sqlite3'],
  [0, '7b5c727466', 'application/rtf'],
  [0, '38425053', 'image/vnd.adobe.photoshop'],
  [0, '00000100', 'image/vnd.microsoft.icon'],
  [0, '4d546864', 'audio/midi'],
  [0, '7f454c46', 'application/x-elf'],
  [0, '4d5a', 'application/vnd.microsoft.portable-executable'],
  [0, '6465780a', 'application/vnd.android.dex'],
  [0, 'cafebabe', 'application/java-vm'],
  [0, '62706c697374', 'application/x-bplist'],
];

/** How texts of some formats begin, after blanks and a byte-order mark, in lower case. */
const TEXTS: readonly (readonly [start: string, type: string])[] = [
  ['begin:vcard', 'text/vcard'],
  ['begin:vcalendar', 'text/calendar'],
  ['<!doctype html', 'text/html'],
  ['<html', 'text/html'],
  ['<svg', 'image/svg+xml'],
  ['<?xml', 'application/xml'],
];

/** Bytes that `fileTypeOf` looks at. */
export const FILE_TYPE_BYTES = 4096;

/**
 * The type that a file's first bytes show, by content alone: a media type's name, `application/zip` told apart into the
 * document formats that are zip archives. Null when they show none that is known; text without a mark is `text/plain`.
 */
export function fileTypeOf(head: Uint8Array): string | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, FILE_TYPE_BYTES));
  const media = mediaTypeOf(bytes);
  if (media !== null) return media;
  for (const [offset, hex, type] of MAGIC)
    if (bytes.toString('hex', offset, offset + hex.length / 2) === hex) return type;
  if (bytes.toString('hex', 0, 4) === '504b0304') return zipTypeOf(bytes);
  return textTypeOf(bytes);
}

/** By the first entries' names, or the entry `mimetype` that OpenDocument and EPUB files begin with, uncompressed. */
function zipTypeOf(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  const stated = /^PK\x03\x04.{22}\x08\x00..mimetype(application\/[\w.+-]{1,80})/su.exec(text)?.[1]; // eslint-disable-line no-control-regex -- a zip header
  if (stated !== undefined) return stated.replace(/PK$/u, '');
  if (text.includes('AndroidManifest.xml')) return 'application/vnd.android.package-archive';
  if (!text.includes('[Content_Types].xml')) return 'application/zip';
  if (text.includes('word/')) return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  if (text.includes('xl/')) return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  if (text.includes('ppt/')) return 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
  return 'application/vnd.openxmlformats-officedocument';
}

function textTypeOf(bytes: Buffer): string | null {
  if (bytes.length === 0) return null;
  const text = new TextDecoder('utf-8').decode(bytes);
  const begun = text.trimStart().slice(0, 64).toLowerCase();
  for (const [start, type] of TEXTS) if (begun.startsWith(start)) return type;
  // A character that the end of the bytes read cuts in two is no fault of the text.
  const isText = !/[\0-\x08\x0e-\x1a\x1c-\x1f\ufffd]/u.test(bytes.length < FILE_TYPE_BYTES ? text : text.slice(0, -4)); // eslint-disable-line no-control-regex -- the range is the point
  return isText ? 'text/plain' : null;
}

/** Types by the ending of a name, for those that messengers send most. */
const ENDINGS: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp', heic: 'image/heic', heif: 'image/heif',
  bmp: 'image/bmp', tif: 'image/tiff', tiff: 'image/tiff', svg: 'image/svg+xml', mp4: 'video/mp4', m4v: 'video/mp4', mov: 'video/quicktime',
  '3gp': 'video/3gpp', webm: 'video/webm', mkv: 'video/webm', avi: 'video/x-msvideo', mp3: 'audio/mpeg', m4a: 'audio/mp4', aac: 'audio/aac',
  ogg: 'audio/ogg', opus: 'audio/ogg', oga: 'audio/ogg', wav: 'audio/wav', amr: 'audio/amr', flac: 'audio/flac', pdf: 'application/pdf',
  doc: 'application/x-ole-storage', xls: 'application/x-ole-storage', ppt: 'application/x-ole-storage', msg: 'application/x-ole-storage',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet', epub: 'application/epub+zip', apk: 'application/vnd.android.package-archive',
  zip: 'application/zip', rar: 'application/vnd.rar', '7z': 'application/x-7z-compressed', gz: 'application/gzip', tar: 'application/x-tar',
  rtf: 'application/rtf', txt: 'text/plain', csv: 'text/plain', html: 'text/html', htm: 'text/html', xml: 'application/xml',
  vcf: 'text/vcard', ics: 'text/calendar', exe: 'application/vnd.microsoft.portable-executable', db: 'application/vnd.sqlite3',
}; // prettier-ignore

/** The type that a name's ending stands for; null for an ending that is not in the list. */
export function typeByEnding(name: string): string | null {
  const ending = /\.([a-z0-9]{1,5})$/u.exec(name.toLowerCase())?.[1];
  return ending === undefined ? null : (ENDINGS[ending] ?? null);
}

/** Types that share their first bytes, so that one under another's name is no sign of anything. */
const FAMILIES: readonly RegExp[] = [
  /^(?:video\/(?:mp4|quicktime|3gpp2?|x-m4v)|audio\/(?:mp4|x-m4a|m4a|aac|3gpp|aac-adts)|application\/mp4)$/u,
  /^(?:video|audio)\/(?:webm|x-matroska|matroska)$/u,
  /^(?:(?:audio|video|application)\/(?:x-)?(?:ogg|opus))$/u,
  /^image\/(?:heic|heif|heic-sequence|heif-sequence)$/u,
  /^image\/(?:jpeg|jpg|pjpeg)$/u,
  /^audio\/(?:mpeg|mp3|x-mp3|mpeg3|x-mpeg|mpga)$/u,
  /^audio\/(?:wav|x-wav|wave|vnd\.wave)$/u,
  /^audio\/amr(?:-wb)?$/u,
  /^image\/(?:bmp|x-ms-bmp|x-bmp)$/u,
  /^(?:application\/(?:x-ole-storage|msword|vnd\.ms-(?:excel|powerpoint|outlook|office)))$/u,
  /^application\/(?:zip|x-zip|x-zip-compressed)$/u,
  /^application\/(?:vnd\.rar|x-rar|x-rar-compressed|rar)$/u,
  /^(?:application|text)\/(?:rtf|x-rtf)$/u,
  /^(?:application|text)\/xml$/u,
  /^text\/(?:vcard|x-vcard|directory)$/u,
  /^application\/(?:gzip|x-gzip)$/u,
];

/**
 * Whether two names can stand for the same bytes. Names that say nothing, such as `application/octet-stream`, agree with
 * all; a format of text agrees with text.
 */
export function typesAgree(byBytes: string, named: string): boolean {
  const name = named.split(';')[0]?.trim().toLowerCase() ?? '';
  if (name === byBytes || name === '' || /^(?:application\/(?:octet-stream|x-download|binary)|\*\/\*|[a-z]+\/\*)$/u.test(name))
    return true; // prettier-ignore
  if (FAMILIES.some((family) => family.test(byBytes) && family.test(name))) return true;
  if (byBytes === 'text/plain') return /^(?:text\/|application\/(?:json|xml|javascript|x-sh))/u.test(name);
  // Archives whose first entries do not tell which document they are.
  return (
    (byBytes === 'application/zip' || byBytes === 'application/vnd.openxmlformats-officedocument') &&
    /officedocument|opendocument|epub|zip|java-archive|keynote|iwork|package-archive/u.test(name)
  );
}
