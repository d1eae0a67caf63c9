import type { Key, StoredColumns, SystemAction, SystemLine } from '../../model/index.ts';
import { groupChangeOf, secondsOf } from './group-changes.ts';
import type { Line } from './line.ts';
import type { Part } from './part.ts';
import { issueAt, live } from './reading.ts';

/** The kinds of lines that the app writes itself, without calls. */
const UPDATES = ['simpleUpdate', 'groupChange', 'expirationTimerChange', 'profileChange', 'threadMerge', 'sessionSwitchover', 'learnedProfileChange', 'pollTerminate', 'pinMessage'] as const; // prettier-ignore

/** `simpleUpdate.type`. Source: signalapp/libsignal at b056faa6dd02961cff24064c54c089c52e1a0753, backup.proto, `SimpleChatUpdate`. */
const SIMPLE: ReadonlyMap<string, SystemAction> = new Map([
  ['JOINED_SIGNAL', 'contact-notice'],
  ['IDENTITY_UPDATE', 'security-code-changed'],
  ['IDENTITY_VERIFIED', 'contact-notice'],
  ['IDENTITY_DEFAULT', 'contact-notice'],
  ['CHANGE_NUMBER', 'number-changed'],
  ['RELEASE_CHANNEL_DONATION_REQUEST', 'app-notice'],
  ['END_SESSION', 'app-notice'],
  ['CHAT_SESSION_REFRESH', 'app-notice'],
  ['BAD_DECRYPT', 'app-notice'],
  ['PAYMENTS_ACTIVATED', 'app-notice'],
  ['PAYMENT_ACTIVATION_REQUEST', 'app-notice'],
  ['UNSUPPORTED_PROTOCOL_MESSAGE', 'app-notice'],
  ['REPORTED_SPAM', 'contact-notice'],
  ['BLOCKED', 'blocked'],
  ['UNBLOCKED', 'unblocked'],
  ['MESSAGE_REQUEST_ACCEPTED', 'contact-notice'],
]);

/** Lines about the author's keys and messages that the app itself writes: the author did nothing. Who may stand as author: rust/message-backup/src/backup/chat/update_message.rs, `validate_author`, of the same source. */
const ABOUT_AUTHOR: ReadonlySet<string> = new Set(['IDENTITY_UPDATE', 'IDENTITY_VERIFIED', 'IDENTITY_DEFAULT', 'CHAT_SESSION_REFRESH', 'BAD_DECRYPT', 'UNSUPPORTED_PROTOCOL_MESSAGE']); // prettier-ignore

/** What a line says that the app wrote itself. */
export function updateOf(line: Line, update: Part): SystemLine {
  const { author, at, out } = line;
  const name = update.which(UPDATES);
  const inner = name === null ? null : update.object(name);
  const say = (action: SystemAction, more: Partial<SystemLine> = {}): SystemLine => ({ action, actionStored: name ?? update.names.join(', '), actor: author, affected: [], before: null, after: null, ...more }); // prettier-ignore
  if (name === null || inner === null) {
    out.push(issueAt('warning', 'unknown-code', live(at), 'updateMessage', update.names.join(', '), UNKNOWN));
    return say('unknown', { actor: null });
  }
  const affected: readonly Key[] = author === null ? [] : [author];
  switch (name) {
    case 'simpleUpdate': {
      const type = inner.code('type') ?? 'UNKNOWN';
      const action = SIMPLE.get(type);
      if (action === undefined) out.push(issueAt('warning', 'unknown-code', live(at), 'simpleUpdate.type', type, UNKNOWN)); // prettier-ignore
      const actionStored = `simpleUpdate/${type}`;
      if (ABOUT_AUTHOR.has(type)) return say(action ?? 'unknown', { actionStored, actor: null, affected });
      return say(action ?? 'unknown', { actionStored });
    }
    case 'groupChange':
      return groupChangeOf(line, inner);
    case 'expirationTimerChange':
      return say('timer-changed', { after: secondsOf(inner) });
    case 'profileChange': {
      const [before, after] = [inner.text('previousName'), inner.text('newName')];
      return say('contact-notice', { affected, before, after });
    }
    case 'threadMerge':
      return say('contact-notice', { actor: null, affected, before: withPlus(inner.digits('previousE164')) });
    case 'sessionSwitchover':
      return say('contact-notice', { actor: null, affected, before: withPlus(inner.digits('e164')) });
    case 'learnedProfileChange':
      return say('contact-notice', { actor: null, affected, before: withPlus(inner.digits('e164')) ?? inner.text('username') }); // prettier-ignore
    case 'pollTerminate':
      keep(line, name, { question: inner.text('question'), ...inner.rest() });
      return say('app-notice');
    case 'pinMessage':
      keep(line, name, inner.rest());
      return say('message-pinned');
  }
}

const UNKNOWN = 'a line of the app that this parser does not know';

function withPlus(digits: string | null): string | null {
  return digits === null || digits === '0' ? null : `+${digits}`;
}

function keep({ key, at, out }: Line, name: string, values: StoredColumns): void {
  out.push({ kind: 'detail', key: `${name}:${key}`, from: live(at), message: key, content: { type: 'other', name, values } }); // prettier-ignore
}
