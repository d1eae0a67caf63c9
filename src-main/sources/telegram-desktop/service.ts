import type { SystemAction } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';

/** What a service line says, by our words. */
export interface Service {
  readonly action: SystemAction;
  readonly actionStored: string;
  readonly after: string | null;
  readonly isKnown: boolean;
}

/** Actions that are calls: events, not lines. */
export const CALLS: ReadonlySet<string> = new Set(['phone_call', 'group_call', 'conference_call']);

/**
 * Actions by our word, with the name whose value the line came to. Actions that mean what no word of ours says are notices of the app.
 * Source: `SerializeMessage` of Telegram Desktop's JSON writer and the dossier, section B3.3.
 */
const ACTIONS: Readonly<Record<string, readonly [SystemAction, string?]>> = {
  create_group: ['group-created', 'title'],
  create_channel: ['channel-created', 'title'],
  invite_members: ['member-added', 'members'],
  remove_members: ['member-removed', 'members'],
  join_group_by_link: ['member-joined-by-link'],
  join_group_by_request: ['app-notice'],
  edit_group_title: ['subject-changed', 'title'],
  edit_group_photo: ['icon-changed'],
  delete_group_photo: ['icon-changed'],
  pin_message: ['message-pinned'],
  set_messages_ttl: ['timer-changed', 'period'],
  joined_telegram: ['contact-notice'],
  invite_to_group_call: ['call', 'members'],
  group_call_scheduled: ['call'],
  migrate_to_supergroup: ['app-notice'],
  migrate_from_group: ['app-notice', 'title'],
  clear_history: ['app-notice'],
  take_screenshot: ['app-notice'],
  suggest_profile_photo: ['app-notice'],
  requested_phone_number: ['app-notice'],
  score_in_game: ['app-notice'],
  send_payment: ['app-notice'],
  edit_chat_theme: ['app-notice', 'emoticon'],
  set_chat_wallpaper: ['app-notice'],
  set_same_chat_wallpaper: ['app-notice'],
  allow_sending_messages: ['app-notice'],
  attach_menu_bot_allowed: ['app-notice'],
  web_app_bot_allowed: ['app-notice'],
  send_passport_values: ['app-notice'],
  proximity_reached: ['app-notice'],
  send_webview_data: ['app-notice'],
  topic_created: ['app-notice', 'title'],
  topic_edit: ['app-notice', 'new_title'],
  requested_peer: ['app-notice'],
  send_premium_gift: ['app-notice'],
  send_stars_gift: ['app-notice'],
  send_ton_gift: ['app-notice'],
  send_star_gift: ['app-notice'],
  gift_code_prize: ['app-notice'],
  stars_prize: ['app-notice'],
  giveaway_launch: ['app-notice'],
  giveaway_results: ['app-notice'],
  boost_apply: ['app-notice'],
  refunded_payment: ['app-notice'],
  paid_messages_refund: ['app-notice'],
  paid_messages_price_change: ['app-notice'],
  todo_completions: ['app-notice'],
  todo_append_tasks: ['app-notice'],
  process_suggested_post: ['app-notice'],
  suggested_post_success: ['app-notice'],
  suggested_post_refund: ['app-notice'],
};

/** Reads what a service message says; its other values are left to be carried as stored. */
export function readService(fields: JsonFields): Service {
  const actionStored = fields.text('action') ?? '';
  const isOwn = actionStored === '' && fields.has('information_text');
  const [action, name] = ACTIONS[actionStored] ?? [isOwn ? 'app-notice' : 'unknown'];
  return {
    action,
    actionStored: isOwn ? 'information_text' : actionStored,
    after: name === undefined ? null : valueOf(fields, name),
    isKnown: action !== 'unknown',
  };
}

/** Members are written by name alone; null stands for a deleted account and is kept as the word. */
function valueOf(fields: JsonFields, name: string): string | null {
  if (name === 'members') {
    const members = fields.list(name).map((one) => (typeof one === 'string' ? one : '(null)'));
    return members.length === 0 ? null : members.join(', ');
  }
  const number = fields.whole(name);
  return number === null ? fields.text(name) : String(number);
}
