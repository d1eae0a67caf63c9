import type { SystemAction } from '../model/index.ts';

/** `messages.type` of lines that the app on a computer writes itself. Source: signalapp/Signal-Desktop, ts/model-types.d.ts. */
export const SYSTEM_TYPES: ReadonlyMap<string, SystemAction> = new Map([
  ['change-number-notification', 'number-changed'],
  ['chat-session-refreshed', 'app-notice'],
  ['contact-removed-notification', 'contact-notice'],
  ['conversation-merge', 'contact-notice'],
  ['delivery-issue', 'app-notice'],
  ['group-v1-migration', 'app-notice'],
  ['group-v2-change', 'unknown'],
  ['joined-signal-notification', 'contact-notice'],
  ['keychange', 'security-code-changed'],
  ['message-history-unsynced', 'app-notice'],
  ['message-request-response-event', 'contact-notice'],
  ['phone-number-discovery', 'contact-notice'],
  ['pinned-message-notification', 'message-pinned'],
  ['poll-terminate', 'app-notice'],
  ['profile-change', 'contact-notice'],
  ['timer-notification', 'timer-changed'],
  ['title-transition-notification', 'contact-notice'],
  ['universal-timer-notification', 'timer-changed'],
  ['verified-change', 'contact-notice'],
]);

/** What a line of this type says; null for what a person sent, calls, and types that nobody knows. */
export function lineActionOf(type: string): SystemAction | null {
  return SYSTEM_TYPES.get(type) ?? null;
}
