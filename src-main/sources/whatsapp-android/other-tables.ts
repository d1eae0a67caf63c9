import type { Extracted } from '../../model/index.ts';
import { count, text } from '../stored-cells.ts';
import { detailOther } from './details.ts';
import { preview } from './media.ts';
import { morePlace, scanParts } from './message-parts.ts';
import { orphanEvent } from '../orphan-event.ts';
import { scan } from '../scan-rows.ts';
import { Table } from './scan.ts';
import { messageKey } from './store.ts';
import type { Store } from './store.ts';

/**
 * Tables whose rows belong to a message and are carried as stored: business content, payments, formats that the app
 * itself could not read, labels, translations. Names: IPED, KnugiHK, WAInsight.
 */
const CARRIED = [
  'message_future',
  'message_template',
  'message_template_button',
  'message_template_quoted',
  'message_ui_elements',
  'message_ui_elements_reply',
  'message_product',
  'message_order',
  'message_payment',
  'message_payment_invite',
  'message_payment_status_update',
  'message_payment_transaction_reminder',
  'message_invoice',
  'message_external_ad_content',
  'message_privacy_state',
  'message_comment',
  'message_comment_parent',
  'message_translation',
  'message_quoted_location',
  'message_quoted_vcard',
  'message_quoted_mentions',
  'message_quoted_text',
  'message_quoted_product',
  'message_quoted_order',
  'message_quoted_group_invite',
  'message_quoted_blank_reply',
  'message_status_psa_campaign',
  'status_message_info',
  'forwarded_newsletter_message_info',
  'labeled_messages',
  'bot_message_info',
  'transcription_segment',
  'audio_data',
  'mms_thumbnail_metadata',
  'mms_metadata',
] as const;

/** Reads the tables that are carried as stored, links, channel reactions, and previews kept by hash. */
export function* readOtherTables(store: Store): Generator<Extracted> {
  for (const name of CARRIED) {
    if (!store.db.has(name, 'message_row_id')) continue;
    const table = new Table(store.db, name, ['_id', 'message_row_id'], ['waveform', 'cert_blob']);
    yield* scanParts(store, table, (row, at, message, out) => {
      out.push(detailOther(name, at, message, table.rest(row)));
      return undefined;
    });
  }
  yield* readLinks(store);
  yield* readChannelReactions(store);
  yield* readPreviewsByHash(store);
}

/** `message_link` says that a text holds a link and where; the preview is in `message_text`. */
function* readLinks(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'message_link', ['_id', 'message_row_id', 'chat_row_id']);
  const isPreviewed = morePlace(table);
  const hasText = store.db.has('message_text', 'message_row_id') && table.place('message_row_id') > 0;
  yield* scanParts(
    store,
    table,
    (row, at, message, out) => {
      if (row[isPreviewed] !== null) return 'place of a link whose preview is a record';
      out.push(detailOther('message_link', at, message, { link_index: 0, ...table.rest(row) }));
      return undefined;
    },
    { more: [hasText ? '(SELECT 1 FROM message_text x WHERE x.message_row_id = t.message_row_id)' : 'NULL'] },
  );
}

function* readChannelReactions(store: Store): Generator<Extracted> {
  const columns = ['_id', 'message_row_id', 'reaction', 'reaction_count'];
  const table = new Table(store.db, 'newsletter_message_reaction', columns);
  const [emoji, number] = [table.place('reaction'), table.place('reaction_count')];
  yield* scanParts(store, table, (row, at, message, out) => {
    const tally = count(row[number]);
    if (tally === null) return 'reaction without a count';
    const from = { at: [at], state: 'live' } as const;
    const key = `channel-reaction:${String(at.rowid)}`;
    const stored = table.rest(row);
    const said = text(row[emoji]);
    out.push({ kind: 'reaction', key, from, stored, message, account: null, emoji: said, count: tally, time: null });
    return undefined;
  });
}

/** Previews keyed by the hash of the content: they belong to every message with that content, or to none any more. */
function* readPreviewsByHash(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'media_hash_thumbnail', ['media_hash', 'thumbnail']);
  const image = table.place('thumbnail');
  const message = table.columns.length;
  const join = store.db.has('message_media', 'file_hash') && store.db.has('message_media', 'message_row_id');
  const first =
    '(SELECT file_hash, min(message_row_id) AS id FROM message_media WHERE file_hash IS NOT NULL GROUP BY 1)';
  yield* scan(
    store.run,
    table,
    (row, _at, out) => {
      const cell = row[image];
      const bytes = cell instanceof Uint8Array ? cell : null;
      out.push(row[message] === null ? orphanEvent(table, row) : preview(table, row, messageKey(row[message]), bytes));
      return undefined;
    },
    join
      ? { tail: `LEFT JOIN ${first} x ON x.file_hash = t.media_hash ORDER BY t.rowid`, more: ['x.id'] }
      : { more: ['NULL'] },
  );
}
