import { isUtf8 } from 'node:buffer';
import type { Stored } from '../../model/index.ts';

/** What the app keeps beside a message: what became of its voice and words on this phone. */
export interface CustomParams {
  /** The words that the service made of a voice message. */
  readonly transcript: string | null;
  /** What is read of them; the bytes are carried all the same. */
  readonly stored: Readonly<Record<string, Stored>>;
}

/** Parts by the bits of the number behind the version. Source: dossier of Telegram, section B1.2 (`MessageCustomParamsHelper` of the client). */
const PART = { transcription: 1, original: 4, translatedTo: 8, translated: 16 } as const;
const VERSION = 1;

/** Constructors of truth, falsehood, and words with marks. */
const [TRUE, FALSE, WORDS] = [0x997275b5, 0xbc799737, 0x751f3146] as const;

const NONE: CustomParams = { transcript: null, stored: {} };

class Ended extends Error {}

/** Reads `custom_params`. Throws nothing for anything that the bytes hold. */
export function readCustomParams(cell: Uint8Array): CustomParams {
  const bytes = Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength);
  let at = 0;
  const take = (length: number): number => {
    if (at + length > bytes.length) throw new Ended();
    at += length;
    return at - length;
  };
  const u32 = (): number => bytes.readUInt32LE(take(4));
  const bool = (): boolean => {
    const found = u32();
    if (found !== TRUE && found !== FALSE) throw new Ended();
    return found === TRUE;
  };
  const text = (): string => {
    const first = bytes.readUInt8(take(1));
    const length = first === 254 ? bytes.readUIntLE(take(3), 3) : first;
    const start = take(length);
    take((4 - (at % 4)) % 4);
    const words = bytes.subarray(start, start + length);
    if (!isUtf8(words)) throw new Ended();
    return words.toString('utf8');
  };
  try {
    if (u32() !== VERSION) return NONE;
    const parts = u32();
    const stored: Record<string, Stored> = {};
    const transcript = (parts & PART.transcription) === 0 ? null : text();
    const [isOpen, isFinal, isRated] = [bool(), bool(), bool()];
    const number = bytes.readBigInt64LE(take(8));
    bool();
    if (transcript !== null) {
      stored['custom_params.transcription'] = transcript;
      stored['custom_params.shown'] = isOpen ? 1 : 0;
      stored['custom_params.final'] = isFinal ? 1 : 0;
      if (isRated) stored['custom_params.rated'] = 1;
      if (number !== 0n) stored['custom_params.transcriptionId'] = String(number);
    }
    if ((parts & PART.original) !== 0) stored['custom_params.originalLanguage'] = text();
    if ((parts & PART.translatedTo) !== 0) stored['custom_params.translatedTo'] = text();
    if ((parts & PART.translated) !== 0 && u32() === WORDS) stored['custom_params.translated'] = text();
    return { transcript, stored };
  } catch (error) {
    if (error instanceof Ended) return NONE;
    throw error;
  }
}
