import type { Extracted } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { readErrorOf, scanTable, StoredTable } from '../stored-table.ts';
import { issueAt, live, type Reading } from './reading.ts';

/** Settings that name the own account, the strongest first; each value ends in a dot and the device's number. Source: signalapp/Signal-Desktop, ts/textsecure/storage/User. */
const OWN = ['uuid_id', 'number_id'] as const;

/** How many own messages are looked at where no setting names the owner. */
const SAMPLE_ROWS = 2000;

/**
 * `items`: settings and keys of the app, of which those that name the own account alone are read; the others are left where they are.
 */
export function* findOwner(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'items', { id: 'text', json: 'text' });
  const found = new Map<string, { readonly identifier: string; readonly claim: () => void }>();
  yield* scanTable(reading.run, table, (row, at, out) => {
    const id = table.text(row, 'id');
    const name = OWN.find((one) => one === id);
    if (name === undefined) return 'a setting or key of the app, which is not read';
    const text = table.text(row, 'json');
    const stored = text === null ? null : (JsonFields.parse(text)?.text('value') ?? null);
    const identifier = stored === null ? null : /^(.+?)(?:\.\d+)?$/u.exec(stored)?.[1];
    if (typeof identifier !== 'string') {
      out.push(
        issueAt(
          'warning',
          'undecodable-payload',
          live(at),
          'items.json',
          text,
          'no setting of the app can be read here',
        ),
      );
      return undefined;
    }
    const claim = (): void => {
      reading.accounts.claimOwner(identifier, at, { claim: `the app's settings, ${name}`, assumed: false });
    };
    if (stored !== null && stored !== identifier)
      reading.accounts.describe(identifier, at, [], { [`items.${name}`]: stored });
    found.set(name, { identifier, claim });
    reading.accounts.see(identifier, at);
    return undefined;
  });
  const own = OWN.map((name) => found.get(name)).find((one) => one !== undefined);
  if (own !== undefined) {
    own.claim();
    reading.owner = own.identifier;
    const [uuid, number] = [found.get('uuid_id'), found.get('number_id')];
    if (uuid !== undefined && number !== undefined) reading.ownNumber = number.identifier;
  } else yield* assumeOwner(reading);
}

/** The sender of own messages; used only where all of a sample agree. */
function* assumeOwner(reading: Reading): Generator<Extracted> {
  const { db } = reading;
  const senders = new Map<string, number | bigint>();
  const column = ['sourceServiceId', 'sourceUuid'].find((name) => db.has('messages', name));
  try {
    if (column !== undefined && db.has('messages', 'type'))
      for (const [rowid, sender] of db.arrays(
        `SELECT rowid, "${column}" FROM messages WHERE type = 'outgoing' AND "${column}" <> '' LIMIT ${SAMPLE_ROWS}`,
      ))
        // prettier-ignore
        if (typeof sender === 'string' && (typeof rowid === 'number' || typeof rowid === 'bigint') && !senders.has(sender))
          senders.set(sender, rowid);
  } catch (error) {
    readErrorOf(error); // the reading of messages says so
  }
  const [first, ...others] = senders;
  if (first === undefined || others.length > 0) {
    const detail =
      'Nothing in the store names the account it belongs to; messages marked as sent from it have no sender account.';
    yield issueAt('warning', 'owner-unknown', null, 'items', null, detail);
    return;
  }
  const [identifier, rowid] = first;
  const claim = 'inferred: the account that own messages name as their sender';
  const at = { kind: 'row', file: db.file, table: 'messages', rowid } as const;
  reading.accounts.claimOwner(identifier, at, { claim, assumed: true });
  reading.owner = identifier;
  yield issueAt(
    'note',
    'owner-assumed',
    live(at),
    'messages',
    identifier,
    `The owner's account is assumed (${claim}).`,
  );
}
