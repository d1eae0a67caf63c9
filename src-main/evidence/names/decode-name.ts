import { isAscii, isUtf8 } from 'node:buffer';

/** How a name's bytes were read as text. `escaped`: in no encoding; bytes above 0x7F stand as `%XX`. */
type NameEncoding = 'ascii' | 'utf-8' | 'unmarked-utf-8' | 'gbk' | 'cp437' | 'escaped';

export interface DecodedName {
  readonly text: string;
  readonly encoding: NameEncoding;
  /** The reading that was not chosen; null when the bytes allow only one. */
  readonly other: string | null;
}

/** Upper half of IBM code page 437, from 0x80 on. Source: Unicode Consortium, MAPPINGS/VENDORS/MICSFT/PC/CP437.TXT. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const gbk = new TextDecoder('gbk', { fatal: true });

/** Reads bytes as code page 437; every byte has a character. */
function readCp437(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : (CP437[byte - 0x80] ?? '');
  return text;
}

/** Reads bytes as GBK; null when they are not. */
function readGbk(bytes: Uint8Array): string | null {
  try {
    return gbk.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * True when the bytes are GBK in which every character beyond ASCII is a Chinese character or a sign of GB 2312
 * (both bytes 0xA1 and above). Western names in code page 437 rarely pair such bytes, so whole archives are told apart.
 */
export function looksGb2312(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i += 1) {
    const lead = bytes[i] ?? 0;
    if (lead < 0x80) continue;
    const trail = bytes[i + 1] ?? 0;
    if (lead < 0xa1 || lead > 0xf7 || trail < 0xa1) return false;
    i += 1;
  }
  return readGbk(bytes) !== null;
}

/**
 * Reads a name that its container marks as UTF-8 (`marked`) or leaves unmarked. Unmarked bytes that are valid UTF-8 are
 * read so: longer runs of another encoding are almost never valid UTF-8. `preferGbk` settles the rest for the archive.
 */
export function decodeName(bytes: Uint8Array, marked: boolean, preferGbk: boolean): DecodedName {
  if (isAscii(bytes)) return { text: utf8.decode(bytes), encoding: 'ascii', other: null };
  if (isUtf8(bytes)) return { text: utf8.decode(bytes), encoding: marked ? 'utf-8' : 'unmarked-utf-8', other: null };
  const asGbk = readGbk(bytes);
  if (preferGbk && asGbk !== null) return { text: asGbk, encoding: 'gbk', other: readCp437(bytes) };
  return { text: readCp437(bytes), encoding: 'cp437', other: asGbk };
}

/** Reads a name of a file system or tar, where bytes that are not UTF-8 have no stated encoding. */
export function decodeUnixName(bytes: Uint8Array): DecodedName {
  if (isAscii(bytes)) return { text: utf8.decode(bytes), encoding: 'ascii', other: null };
  if (isUtf8(bytes)) return { text: utf8.decode(bytes), encoding: 'utf-8', other: null };
  if (looksGb2312(bytes))
    return { text: readGbk(bytes) ?? escapeBytes(bytes), encoding: 'gbk', other: escapeBytes(bytes) };
  return { text: escapeBytes(bytes), encoding: 'escaped', other: readGbk(bytes) };
}

function escapeBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes)
    text += byte < 0x80 ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return text;
}
