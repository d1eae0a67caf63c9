import type { Extracted, Key, Locator, Recovery, Version } from '../../model/index.ts';
import { text } from '../stored-cells.ts';
import { detailOther } from './details.ts';
import { plainWords } from './plain-words.ts';
import { readQuotedCopies } from './quoted-copies.ts';
import { scan } from '../scan-rows.ts';
import { Table } from './scan.ts';
import { lostText, readSearchIndexes } from './search-index.ts';
import { messageKey } from './store.ts';
import type { Store } from './store.ts';

const REMINDED: Recovery = {
  method: 'reminder-copy',
  confidence: 'medium',
  otherwise: 'The copy was made when a reminder was set; the text may have been shortened.',
};
const TOKENISED: Recovery = {
  method: 'suggested-reply-copy',
  confidence: 'low',
  otherwise: 'The copy is cut into words for suggesting replies and is not the original spelling.',
};

/** Texts that messages had before they were deleted for everyone or edited, from copies that the app keeps elsewhere. */
export function* readResidue(store: Store): Generator<Extracted> {
  yield* readQuotedCopies(store);
  yield* readSearchIndexes(store);
  yield* readReminders(store);
}

interface Find {
  readonly at: readonly [Locator, ...Locator[]];
  readonly message: Key;
  readonly body: string;
  readonly role: Version['role'];
  readonly recovery: Recovery;
  readonly verbatim: boolean;
}

function version(find: Find): Version {
  const [first] = find.at;
  const place = first.kind === 'row' ? `${first.table}:${String(first.rowid)}` : '';
  return {
    kind: 'version',
    key: `${find.recovery.method}:${place}:${find.message}`,
    from: { at: find.at, state: 'recovered', recovery: find.recovery },
    stored: {},
    message: find.message,
    role: find.role,
    body: find.body,
    time: null,
    verbatim: find.verbatim,
  };
}

const COPIES = [
  {
    table: 'message_system_reminder_setup',
    target: 'original_message_row_id',
    body: 'reminder_content',
    recovery: REMINDED,
  },
  {
    table: 'message_system_reminder_sent',
    target: 'original_message_row_id',
    body: 'original_reminder_content',
    recovery: REMINDED,
  },
  {
    table: 'suggested_replies',
    target: 'customer_message_row_id',
    body: 'tokenized_customer_message',
    recovery: TOKENISED,
  },
] as const;

/**
 * Copies made for reminders and for suggesting replies; one that repeats the live text makes no record. What else the row
 * says, for example when to remind, is a detail of the message that shows it.
 */
function* readReminders(store: Store): Generator<Extracted> {
  const live = store.messageTable === 'message' ? 'm.text_data' : 'm.data';
  for (const { table: name, target, body, recovery } of COPIES) {
    if (!store.db.has(name, target) || !store.db.has(name, body)) continue;
    const table = new Table(store.db, name, ['message_row_id', body]);
    const [copied, copy, shower] = [table.place(target), table.place(body), table.place('message_row_id')];
    const extra = table.columns.length;
    const own = shower > 0 ? 't.message_row_id' : 'NULL';
    yield* scan(
      store.run,
      table,
      (row, at, out) => {
        if (row[extra + 2] !== null) out.push(detailOther(name, at, messageKey(row[shower]), table.rest(row)));
        const words = text(row[copy]);
        const shown = text(row[extra + 1]);
        if (words === null || (shown !== null && plainWords(shown) === plainWords(words)))
          return out.length > 0 ? undefined : 'copy that repeats the live text';
        if (row[extra] === null) out.push(lostText(at, words, recovery));
        else
          out.push(
            version({
              at: [at],
              message: messageKey(row[copied]),
              body: words,
              role: 'unknown',
              recovery,
              verbatim: recovery === REMINDED,
            }),
          );
        return undefined;
      },
      {
        tail: `LEFT JOIN ${store.messageTable} m ON m._id = t.${target}
          LEFT JOIN ${store.messageTable} o ON o._id = ${own} ORDER BY t.rowid`,
        more: ['m._id', live, 'o._id'],
      },
    );
  }
}
