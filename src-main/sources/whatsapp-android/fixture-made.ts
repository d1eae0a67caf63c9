import { modernSchema } from './fixture-schema.ts';

/** Where the app keeps its store. */
export const STORE = 'data/data/com.whatsapp/databases/msgstore.db';

/** A time in March 2025, in milliseconds. */
export const TIME = 1_741_296_764_983;

/** A store of one person known by number (`jid` 1), by hidden id (2) and by a device (3), with one conversation (1). */
export const LID_STORE: readonly string[] = [
  ...modernSchema('modern-lid'),
  "INSERT INTO jid (_id, user, server, raw_string) VALUES (1, '491713920001', 's.whatsapp.net', '491713920001@s.whatsapp.net'), (2, '113920001000017', 'lid', '113920001000017@lid'), (3, '491713920001', 's.whatsapp.net', '491713920001:3@s.whatsapp.net')",
  'INSERT INTO chat (_id, jid_row_id) VALUES (1, 1)',
  'INSERT INTO jid_map VALUES (2, 1, 0)',
];

/** The same with a group (`jid` 4, conversation 2), another person (5), a channel (6, conversation 3) and its messages 2 to 5. */
export const GROUP_STORE: readonly string[] = [
  ...LID_STORE,
  "INSERT INTO jid (_id, user, server, raw_string) VALUES (4, '120363017017017017', 'g.us', '120363017017017017@g.us'), (5, '12025550103', 's.whatsapp.net', '12025550103@s.whatsapp.net'), (6, '120363144038483540', 'newsletter', '120363144038483540@newsletter')",
  'INSERT INTO chat (_id, jid_row_id) VALUES (2, 4), (3, 6)',
  message(
    `(2, 1, 0, 'A', 0, ${TIME}, 0, 'here', 0), (3, 2, 0, 'B', 5, ${TIME}, 0, 'in the group', 0), (4, 2, 1, 'C', 0, ${TIME}, 1, NULL, 4), (5, 3, 0, 'D', 0, ${TIME}, 0, 'to all', 0)`,
  ),
];

/** A statement that adds messages: number, conversation, from the owner, id, sender, time, type, text, status. */
export function message(values: string): string {
  return `INSERT INTO message (_id, chat_row_id, from_me, key_id, sender_jid_row_id, timestamp, message_type, text_data, status) VALUES ${values}`;
}
