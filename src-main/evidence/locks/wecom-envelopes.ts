import { JsonLeaves } from '../decode/json-leaves.ts';
import type { JsonLeaf } from '../decode/json-leaves.ts';

/**
 * A message as the service hands it out: its words enciphered, and the key to them enciphered for the company. Source: documentation
 * of `GetChatData` (`developer.work.weixin.qq.com/document/path/91774`), by the dossier, section 4.3.
 */
export interface Envelope {
  readonly offset: number;
  readonly length: number;
  /** Digits as stored. */
  readonly seq: string | null;
  readonly msgid: string | null;
  /** Which of the company's keys, by its number: digits as stored. */
  readonly version: string | null;
  /** The enciphered key; null where what stands there is no base64. */
  readonly wrapped: Buffer | null;
}

/** The names by which an envelope is told. */
const NAMES = ['"encrypt_chat_msg"', '"encrypt_random_key"'] as const;
const [MESSAGE, KEY] = NAMES;

/** Whether the first bytes of a file of JSON have the names of an envelope. */
export function beginsEnveloped(head: string): boolean {
  const start = head.replace(/^(?:\uFEFF|\u00EF\u00BB\u00BF)/u, '').trimStart();
  return /^(?:\[\s*)?\{/u.test(start) && NAMES.some((name) => new RegExp(`${name}\\s*:`, 'u').test(head));
}

/** The envelopes of a file, from bytes in pieces: answers of the service, one a line or in lists, or what a collector made of them. */
export class Envelopes {
  readonly #leaves = new JsonLeaves();
  readonly #names = NAMES.map((name) => new NameCount(name));
  #read = 0;

  add(chunk: Uint8Array): readonly Envelope[] {
    for (const name of this.#names) name.add(chunk);
    const found: Envelope[] = [];
    for (const leaf of this.#leaves.add(chunk)) {
      const one = envelopeIn(leaf);
      if (one !== null) found.push(one);
    }
    this.#read += found.length;
    return found;
  }

  /** How many envelopes the file names, or begins at its end, that cannot be read. */
  get unread(): number {
    const begun = this.#leaves.isOpen ? 1 : 0;
    return Math.max(begun, ...this.#names.map(({ count }) => count - this.#read));
  }
}

/** How often a name stands in bytes that come in pieces. */
class NameCount {
  readonly #name: string;
  #tail = Buffer.alloc(0);
  count = 0;

  constructor(name: string) {
    this.#name = name;
  }

  add(chunk: Uint8Array): void {
    const bytes = Buffer.concat([this.#tail, chunk]);
    for (let at = bytes.indexOf(this.#name); at >= 0; at = bytes.indexOf(this.#name, at + 1)) this.count += 1;
    this.#tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - this.#name.length + 1)));
  }
}

function envelopeIn({ offset, length, text }: JsonLeaf): Envelope | null {
  if (text === null || !text.includes(MESSAGE) || !text.includes(KEY)) return null;
  const value = objectIn(text);
  if (value === null) return null;
  const { msgid, encrypt_random_key: wrapped } = value;
  return {
    offset,
    length,
    seq: digitsIn(text, 'seq'),
    msgid: typeof msgid === 'string' ? msgid : null,
    version: digitsIn(text, 'publickey_ver'),
    wrapped: typeof wrapped === 'string' ? base64(wrapped) : null,
  };
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** As written: numbers of the service go up to 2^64, and collectors write them as texts too. */
function digitsIn(text: string, name: string): string | null {
  return new RegExp(`"${name}"\\s*:\\s*"?(\\d{1,20})`, 'u').exec(text)?.[1] ?? null;
}

function base64(text: string): Buffer | null {
  const plain = text.replaceAll(/\s/gu, '');
  const isBase64 = plain !== '' && plain.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/u.test(plain);
  return isBase64 ? Buffer.from(plain, 'base64') : null;
}
