import type { SystemAction } from '../../model/index.ts';

/** What a line of the service says, by our words; the line itself is the message's text. */
export interface PageLine {
  readonly action: SystemAction;
  /** The app's words by which the action is told; the whole line where none are known. */
  readonly actionStored: string;
  readonly after: string | null;
  readonly doubt: 'unknown' | 'more-than-one' | null;
}

type Line = readonly [pattern: RegExp, action: SystemAction, words: string];

/**
 * Lines by the app's words, which it writes in English whatever its language. Names stand before and behind them, so each is looked for
 * where it must stand, and a line in which the words of two actions are found is said to be unclear: a name may hold such words.
 * Source: `pushMessage` of Telegram Desktop's `export_output_html.cpp` at 929032d598.
 */
const LINES: readonly Line[] = [
  [/ created group «([^]*?)»(?: with members [^]*)?$/u, 'group-created', 'created group'],
  [/^Channel «([^]*)» created$/u, 'channel-created', 'Channel created'],
  [/ changed group title to «([^]*)»$/u, 'subject-changed', 'changed group title'],
  [/^Channel title changed to «([^]*)»$/u, 'subject-changed', 'Channel title changed'],
  [/ changed group photo$/u, 'icon-changed', 'changed group photo'],
  [/^Channel photo changed$/u, 'icon-changed', 'Channel photo changed'],
  [/ removed group photo$/u, 'icon-changed', 'removed group photo'],
  [/^Channel photo removed$/u, 'icon-changed', 'Channel photo removed'],
  [/ invited ([^]*) to the voice chat$/u, 'call', 'invited to the voice chat'],
  [/ invited ((?:(?! to the voice chat$)[^])*)$/u, 'member-added', 'invited'],
  [/ removed ((?!group photo$)[^]*)$/u, 'member-removed', 'removed'],
  [/ joined group by link from ([^]*)$/u, 'member-joined-by-link', 'joined group by link'],
  [/ joined group by request$/u, 'app-notice', 'joined group by request'],
  [/ joined Telegram$/u, 'contact-notice', 'joined Telegram'],
  [/ converted this group to a supergroup$/u, 'app-notice', 'converted this group to a supergroup'],
  [/ converted a basic group to this supergroup «([^]*)»$/u, 'app-notice', 'converted a basic group to this supergroup'],
  [/ pinned this message$/u, 'message-pinned', 'pinned this message'],
  [/^History cleared$/u, 'app-notice', 'History cleared'],
  [/ took a screenshot$/u, 'app-notice', 'took a screenshot'],
  [/ scored (-?\d+) in this game$/u, 'app-notice', 'scored'],
  [/ requested your phone number$/u, 'app-notice', 'requested your phone number'],
  [/ has set messages to auto-delete in ([^]*)$/u, 'timer-changed', 'has set messages to auto-delete'],
  [/ has set messages not to auto-delete$/u, 'timer-changed', 'has set messages not to auto-delete'],
  [/^New messages will auto-delete in ([^]*)$/u, 'timer-changed', 'New messages will auto-delete'],
  [/^New messages will not auto-delete$/u, 'timer-changed', 'New messages will not auto-delete'],
  [/ started voice chat(?: \((\d+) seconds\))?$/u, 'call', 'started voice chat'],
  [/^Voice chat(?: \((\d+) seconds\))?$/u, 'call', 'Voice chat'],
  [/ scheduled a voice chat for ([\d.: ]+)$/u, 'call', 'scheduled a voice chat'],
  [/^Voice chat scheduled for ([\d.: ]+)$/u, 'call', 'Voice chat scheduled'],
  [/ changed chat theme to ([^]*)$/u, 'app-notice', 'changed chat theme'],
  [/^Channel theme was changed to ([^]*)$/u, 'app-notice', 'Channel theme was changed'],
  [/(?: disabled chat theme|^Channel theme was disabled)$/u, 'app-notice', 'disabled chat theme'],
  [/ set (?:the same|a new) background for this chat$/u, 'app-notice', 'set background'],
  [/ created topic «([^]*)»$/u, 'app-notice', 'created topic'],
  [/ changed topic ([^]*)$/u, 'app-notice', 'changed topic'],
  [/ suggests to use this photo$/u, 'app-notice', 'suggests to use this photo'],
  [/ sent you a gift(?: [^]*)?\.$/u, 'app-notice', 'sent you a gift'],
  [/ boosted the group \d+ times?$/u, 'app-notice', 'boosted the group'],
  [/ refunded back ([^]*)$/u, 'app-notice', 'refunded back'],
  [/ just started a giveaway of Telegram Premium subscriptions to its followers\.$/u, 'app-notice', 'just started a giveaway'],
  [/ marked [\d, and]+ as (?:not )?done [^]*this todo list\.$/u, 'app-notice', 'marked in this todo list'],
  [/ added tasks: ([^]*)$/u, 'app-notice', 'added tasks'],
  [/ (?:approved|rejected) your suggested post[^]*$/u, 'app-notice', 'your suggested post'],
  [/ is now within [^]* from [^]*$|^You are now within [^]* from [^]*$/u, 'app-notice', 'now within'],
  [/^(?:You have successfully transferred|You have just successfully transferred|You were charged|You have sent the following documents|You allowed this bot to message you|You refunded|You won a (?:prize|Telegram Premium)|You've received a Telegram Premium|This is an unclaimed Telegram Premium|requested: |No winners of the giveaway|Some winners of the giveaway|Direct messages were disabled|Price per (?:direct )?message changed|The paid post was shown|The user refunded the payment|The admin deleted the post early)/u, 'app-notice', 'notice of the app'],
  [/^[\d]+ of the giveaway was randomly selected by Telegram and received /u, 'app-notice', 'notice of the app'],
  [/ refunded \d+ Stars for \d+ messages to you$/u, 'app-notice', 'refunded Stars'],
]; // prettier-ignore

/** The line that the app writes for what its version did not know. Source: as above. */
export const UNSUPPORTED =
  'This message is not supported by this version of Telegram Desktop. Please update the application.';

/** Longer lines are not searched: none that the app writes is. */
const LONGEST = 20_000;

/** Reads a line of the service. `isGroup`: the service makes supergroups as it makes channels. */
export function pageLine(text: string, isGroup: boolean): PageLine {
  const found = text.length > LONGEST ? [] : LINES.flatMap(([pattern, action, words]) => {
    const match = pattern.exec(text);
    return match === null ? [] : [{ action, words, after: match[1] ?? null }];
  }); // prettier-ignore
  const [first, ...others] = found;
  if (first === undefined)
    return { action: 'unknown', actionStored: text.slice(0, 200), after: null, doubt: 'unknown' };
  if (others.some(({ words }) => words !== first.words))
    return {
      action: 'unknown',
      actionStored: found.map(({ words }) => words).join(', '),
      after: null,
      doubt: 'more-than-one',
    };
  const action = first.action === 'channel-created' && isGroup ? 'group-created' : first.action;
  return { action, actionStored: first.words, after: first.after, doubt: null };
}
