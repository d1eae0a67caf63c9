import type { Attachment, Extracted, Key, Message, RowLocator, Stored, Timestamp } from '../../model/index.ts';
import { readTimestamp } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import type { SideRow } from '../side-table.ts';
import { text } from '../stored-cells.ts';
import { isPreview } from './media-message.ts';
import type { QuoteFacts, Said } from './said.ts';
import type { Store } from './store.ts';

/** One message with what belongs to it. */
interface Parts extends Pick<Message, 'conversation' | 'sender' | 'direction' | 'times'> {
  readonly key: Key;
  readonly at: RowLocator;
  readonly one: Said;
  /** Its row in the table of pictures, with the paths that it holds. */
  readonly image: { readonly row: SideRow; readonly names: readonly string[]; readonly stored: Readonly<Record<string, Stored>> } | null; // prettier-ignore
  readonly lvbuffer: Stored | undefined;
}

const COPY_OTHERWISE =
  'The copy was made by the app of the account that replied; it may be cut, and it is not the message itself.';

/** Longest list of mentions that is read out of a message's source. */
const MOST_MENTIONS = 1000;

/** Makes the records beside a message: attachment, copy of the message that it answers, details, mentions, call. */
export class MessageParts {
  readonly #store: Store;
  /** Messages that were taken back, by each server number that their row names. */
  readonly #revoked = new Map<string, Key>();

  constructor(store: Store) {
    this.#store = store;
  }

  noteRevoked(key: Key, serverIds: readonly (string | null)[]): void {
    for (const id of serverIds) if (id !== null) this.#revoked.set(id, key);
  }

  push(parts: Parts, out: Extracted[]): void {
    const { key, at, one } = parts;
    const from = { at: [at], state: 'live' } as const;
    const { people } = this.#store;
    if (one.attachment !== null || parts.image !== null) this.#attach(parts, out);
    if (one.quote !== null) this.#quote(one.quote, parts, out);
    for (const account of one.accounts) people.refer(account, at, out);
    for (const [index, content] of one.details.entries())
      out.push({ kind: 'detail', key: `${key} ${index + 1}`, from, message: key, content });
    this.#mentions(parts, out);
    if (one.call !== null) this.#call(parts, out);
  }

  /** The content, and its preview as an attachment of its own: where only that lies in the exhibit, it is not told to be the content. */
  #attach(parts: Parts, out: Extracted[]): void {
    const content = this.#attachment(parts);
    out.push(content);
    const { preview } = parts.one.attachment ?? {};
    const names = new Set([
      ...(preview === undefined ? [] : [preview]),
      ...(parts.image?.names ?? []).filter(isPreview),
    ]);
    const candidates = [...names].flatMap((name) => this.#store.media.image(name));
    if (candidates.length === 0) return;
    const none = { stored: {}, name: null, path: null, sizeBytes: null, durationS: null, width: null, height: null };
    out.push({ ...content, ...none, key: `${parts.key} preview`, type: 'thumbnail', candidates });
  }

  #attachment({ key, at, one, image }: Parts): Attachment {
    const { attachment } = one;
    const named = (image?.names ?? []).filter((name) => !isPreview(name));
    const candidates = [...named.flatMap((name) => this.#store.media.image(name)), ...(attachment?.candidates ?? [])];
    return {
      kind: 'attachment',
      key,
      from: { at: image === null ? [at] : [at, image.row.at], state: 'live' },
      stored: { ...attachment?.stored, ...image?.stored },
      message: key,
      type: attachment?.type ?? 'image',
      mediaType: attachment?.mediaType ?? null,
      name: attachment?.name ?? null,
      caption: null,
      path: attachment?.path ?? null,
      candidates: [...new Set(candidates)],
      sha256: null,
      sizeBytes: attachment?.sizeBytes ?? null,
      durationS: attachment?.durationS ?? null,
      width: attachment?.width ?? null,
      height: attachment?.height ?? null,
      thumbnail: null,
      transcript: null,
    };
  }

  /** The copy, and where it holds the words of a message that was taken back, those words beside it. */
  #quote(quote: QuoteFacts, { key, at }: Parts, out: Extracted[]): void {
    const from = { at: [at], state: 'live' } as const;
    const sender = quote.sender === null ? null : this.#store.people.refer(quote.sender, at, out);
    const { serverId, type, body } = quote;
    out.push({ kind: 'quote', key, from, message: key, target: { key: null, serverId }, sender, time: this.#secondsOf(quote, at, out), type, body }); // prettier-ignore
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

  #secondsOf({ seconds }: QuoteFacts, at: RowLocator, out: Extracted[]): Timestamp | null {
    if (seconds === null || seconds === '0') return null;
    const time = /^\d{1,15}$/u.test(seconds) ? readTimestamp(Number(seconds), 'unix-s', 'sent') : null;
    if (time === null)
      out.push(rowIssue('warning', 'time-out-of-range', at, 'content', seconds, 'The time of the quoted message lies outside 2000 to 2100 and is left out.')); // prettier-ignore
    return time;
  }

  /**
   * Accounts that a message in a group addresses: `atuserlist` in the message's source, which lies as text inside `lvbuffer`. The
   * frame around it is not published, so the text is looked for. 2440893398/PyWxDump@881b0e5, ppwwyyxx/wechat-dump@be3009f.
   */
  #mentions({ key, at, lvbuffer }: Parts, out: Extracted[]): void {
    if (!(lvbuffer instanceof Uint8Array)) return;
    const source = text(lvbuffer) ?? '';
    const list = /<atuserlist>(?:<!\[CDATA\[)?([^<\]]{1,100000})/u.exec(source)?.[1];
    if (list === undefined) return;
    const people = new Set(list.split(',').filter((one) => one.trim() !== '').slice(0, MOST_MENTIONS)); // prettier-ignore
    for (const person of people) {
      const account = this.#store.people.refer(person.trim(), at, out);
      out.push({ kind: 'mention', key: `${key} ${account}`, from: { at: [at], state: 'live' }, message: key, account, name: null }); // prettier-ignore
    }
  }

  #call({ key, at, one, conversation, sender, direction, times }: Parts, out: Extracted[]): void {
    const { people, conversations } = this.#store;
    const other = conversations.partnerOf(conversation);
    if (one.call === null) return;
    out.push({
      kind: 'event',
      key: `call ${key}`,
      from: { at: [at], state: 'live' },
      type: 'call',
      conversation,
      actor: sender,
      accounts: [...new Set([other, people.owner].filter((account) => account !== null))],
      direction,
      times,
      call: { ...one.call, message: key },
      body: one.body,
    });
  }
}
