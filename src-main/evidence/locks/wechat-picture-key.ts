import type { GivenKey } from './opener.ts';

const KEY_BYTES = 16;

/** A key of pictures. `xor`: the byte over their ends; null where it was not given. */
export interface PictureKey {
  readonly aes: Buffer;
  readonly xor: number | null;
}

/**
 * What a given key can be: 16 characters as they are; 32 hexadecimal digits as the 16 bytes that they write, or as an MD5 of which the first 16
 * digits are the key. Tools print it in one of these forms, some with the byte of the XOR behind a colon (the dossier of formats, section 3.4;
 * sjzar/chatlog@a638aa9). Empty where it is none.
 */
export function pictureKeysOf({ form, bytes }: GivenKey): readonly PictureKey[] {
  if (form === 'key-file') return [];
  const [, text = '', byte] =
    /^(?<key>.*?)(?:[:,]\s*(?:0x)?(?<byte>[0-9a-f]{2}))?$/isu.exec(bytes.toString('utf8').trim()) ?? [];
  const xor = byte === undefined ? null : Number.parseInt(byte, 16);
  if (/^[0-9a-f]{32}$/iu.test(text)) return [Buffer.from(text, 'hex'), Buffer.from(text.slice(0, KEY_BYTES), 'latin1')].map((aes) => ({ aes, xor })); // prettier-ignore
  if (Buffer.byteLength(text) !== KEY_BYTES) return [];
  // Digits are taken in small letters where nobody says that they are characters.
  const texts = form === 'hex' ? [text, text.toUpperCase()] : [text];
  return texts.map((one) => ({ aes: Buffer.from(one), xor }));
}
