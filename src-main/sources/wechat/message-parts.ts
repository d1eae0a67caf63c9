import type { Attachment, Extracted, Key, Locator, Message, RowLocator, StoredColumns, Timestamp } from '../../model/index.ts'; // prettier-ignore
import { readTimestamp } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import type { Books } from './books.ts';
import type { Picture } from './row-media.ts';
import type { MoneyFacts, QuoteFacts, Said } from './said.ts';

/** What a table of files says of the content of a message. */
export interface StoredPicture extends Picture {
  readonly at: Locator;
  /** Further rows that tell of the file. */
  readonly more?: readonly Locator[];
  readonly stored: StoredColumns;
  /** The column of its row that holds the content itself. */
  readonly cell?: string;
}

/** One message with what belongs to it. */
interface Parts extends Pick<Message, 'conversation' | 'sender' | 'direction' | 'times'> {
  readonly key: Key;
  readonly at: RowLocator;
  readonly one: Said;
  /** Its row in a table of files. */
  readonly picture: StoredPicture | null;
  readonly transcript: string | null;
  readonly source: string | null;
  readonly columns: { readonly content: string };
}

const COPY_OTHERWISE =
  'The copy was made by the app of the account that replied; it may be cut, and it is not the message itself.';

/** Longest list of mentions that is read out of a message's source. */
const MOST_MENTIONS = 1000;

/** Makes the records beside a message: attachment, copy of the message that it answers, details, mentions, call. */
export class MessageParts {
  readonly #books: Books;
  /** Messages that were taken back, by each server number that their row names. */
  readonly #revoked = new Map<string, Key>();

  constructor(books: Books) {
    this.#books = books;
  }

  noteRevoked(key: Key, serverIds: readonly (string | null)[]): void {
    for (const id of serverIds) if (id !== null) this.#revoked.set(id, key);
  }

  push(parts: Parts, out: Extracted[]): void {
    const { key, at, one } = parts;
    const from = { at: [at], state: 'live' } as const;
    const { accounts } = this.#books;
    if (one.attachment !== null || parts.picture !== null) this.#attach(parts, out);
    if (one.quote !== null) this.#quote(one.quote, parts, out);
    for (const account of one.accounts) accounts.refer(account, at, out);
    for (const [index, content] of one.details.entries())
      out.push({ kind: 'detail', key: `${key} ${index + 1}`, from, message: key, content });
    this.#mentions(parts, out);
    if (one.call !== null) this.#call(parts, out);
    if (one.money !== null) this.#money(one.money, parts, out);
  }

  /** The content, and its preview as an attachment of its own: where only that lies in the exhibit, it is not told to be the content. */
  #attach(parts: Parts, out: Extracted[]): void {
    const content = attachmentOf(parts);
    out.push(content);
    const candidates = [...new Set([...(parts.one.attachment?.previews ?? []), ...(parts.picture?.previews ?? [])])];
    if (candidates.length === 0) return;
    const none = { stored: {}, name: null, path: null, sizeBytes: null, durationS: null, width: null, height: null };
    out.push({ ...content, ...none, key: `${parts.key} preview`, type: 'thumbnail', candidates });
  }

  /** The copy, and where it holds the words of a message that was taken back, those words beside it. */
  #quote(quote: QuoteFacts, { key, at, columns }: Parts, out: Extracted[]): void {
    const from = { at: [at], state: 'live' } as const;
    const sender = quote.sender === null ? null : this.#books.accounts.refer(quote.sender, at, out);
    const { serverId, type, body } = quote;
    out.push({ kind: 'quote', key, from, message: key, target: { key: null, serverId }, sender, time: secondsOf(quote, at, columns.content, out), type, body }); // prettier-ignore
    const revoked = serverId === null ? undefined : this.#revoked.get(serverId);
    if (revoked === undefined || body === null) return;
    out.push({
      kind: 'version',
      key: `${revoked}:${key}`,
      from: {
        at: [at],
        state: 'recovered',
        recovery: { method: 'quoted-copy', confidence: 'medium', otherwise: COPY_OTHERWISE },
      },
      message: revoked,
      role: 'deleted-text',
      body,
      time: null,
      verbatim: true,
    });
  }

  /** Accounts that a message in a group addresses: `atuserlist` in its source. 2440893398/PyWxDump@881b0e5, ppwwyyxx/wechat-dump@be3009f. */
  #mentions({ key, at, source }: Parts, out: Extracted[]): void {
    if (source === null) return;
    const list = /<atuserlist>(?:<!\[CDATA\[)?([^<\]]{1,100000})/u.exec(source)?.[1];
    if (list === undefined) return;
    const people = new Set(list.split(',').filter((one) => one.trim() !== '').slice(0, MOST_MENTIONS)); // prettier-ignore
    for (const person of people) {
      const account = this.#books.accounts.refer(person.trim(), at, out);
      out.push({ kind: 'mention', key: `${key} ${account}`, from: { at: [at], state: 'live' }, message: key, account, name: null }); // prettier-ignore
    }
  }

  #call({ key, at, one, conversation, sender, direction, times }: Parts, out: Extracted[]): void {
    const { accounts, conversations } = this.#books;
    const other = conversations.partnerOf(conversation);
    if (one.call === null) return;
    out.push({
      kind: 'event',
      key: `call ${key}`,
      from: { at: [at], state: 'live' },
      type: 'call',
      conversation,
      actor: sender,
      accounts: [...new Set([other, accounts.owner].filter((account) => account !== null))],
      direction,
      times,
      call: { ...one.call, message: key },
      body: one.body,
    });
  }

  /** That a message tells of a transfer or a red packet, at the message's time: no proof of a payment. The actor is who sent the message. */
  #money(money: MoneyFacts, { key, at, one, conversation, sender, direction, times }: Parts, out: Extracted[]): void {
    const { accounts, conversations } = this.#books;
    const named = [money.payer, money.receiver].filter((one) => one !== null);
    const others = named.length > 0 ? named : [conversations.partnerOf(conversation)].filter((one) => one !== null);
    out.push({
      kind: 'event',
      key: `money ${key}`,
      from: { at: [at], state: 'live' },
      stored: money.stored,
      type: 'payment',
      conversation,
      actor: sender,
      accounts: [...new Set(others)].filter((one) => one !== sender).map((one) => accounts.refer(one, at, out)),
      direction,
      times,
      call: null,
      body: one.body,
    });
  }
}

function attachmentOf({ key, at, one, picture, transcript }: Parts): Attachment {
  const { attachment } = one;
  const sealed = attachment?.sealed ?? picture?.sealed;
  return {
    kind: 'attachment',
    key,
    from: { at: picture === null ? [at] : [at, picture.at, ...(picture.more ?? [])], state: 'live' },
    stored: { ...attachment?.stored, ...picture?.stored },
    message: key,
    type: attachment?.type ?? 'image',
    mediaType: attachment?.mediaType ?? null,
    name: attachment?.name ?? null,
    caption: null,
    path: attachment?.path ?? null,
    candidates: [...new Set([...(picture?.candidates ?? []), ...(attachment?.candidates ?? [])])],
    sha256: null,
    sizeBytes: attachment?.sizeBytes ?? null,
    durationS: attachment?.durationS ?? null,
    width: attachment?.width ?? null,
    height: attachment?.height ?? null,
    thumbnail: null,
    transcript,
    ...(sealed !== undefined && { sealed }),
    ...(picture?.cell !== undefined && { cell: { at: 1, column: picture.cell } }),
  };
}

function secondsOf({ seconds }: QuoteFacts, at: RowLocator, column: string, out: Extracted[]): Timestamp | null {
  if (seconds === null || seconds === '0') return null;
  const time = /^\d{1,15}$/u.test(seconds) ? readTimestamp(Number(seconds), 'unix-s', 'sent') : null;
  if (time === null)
    out.push(rowIssue('warning', 'time-out-of-range', at, column, seconds, 'The time of the quoted message lies outside 2000 to 2100 and is left out.')); // prettier-ignore
  return time;
}
