import { createHash } from 'node:crypto';

/** Accounts that every store may talk to and that no table lists. */
const ALWAYS = ['filehelper', 'weixin', 'fmessage', 'notification_messages', 'medianote', 'newsapp', 'qqmail', 'floatbottle'] as const; // prettier-ignore

/** The identifiers that a store names, by the MD5 after which their tables and folders are called. */
export class NameHashes {
  readonly #names = new Map<string, string>();

  constructor() {
    for (const name of ALWAYS) this.add(name);
  }

  add(name: string): void {
    this.#names.set(hashOf(name), name);
  }

  /** The identifier of which a table's name holds the MD5; the table's name where the store names nobody with it. */
  talkerOf(table: string): string {
    return this.#names.get(table.slice(table.indexOf('_') + 1)) ?? table;
  }
}

/** The MD5 of an identifier in hexadecimal digits. */
export function hashOf(name: string): string {
  return createHash('md5').update(name).digest('hex');
}
