import { sql, type CaseDb } from '../../sqlite/index.ts';
import { visibleConversation } from '../scope.ts';
import { readStoredText } from '../stored-values.ts';

/** A device of the case, by the source that was read from it. */
export interface HoldingDevice {
  readonly source: number;
  readonly label: string;
  readonly exhibit: string;
  /** Messages that the source holds of the account: sent by it, or all for its owner. */
  readonly messages: number;
}

/** The other end of a one-to-one conversation of the account. */
export interface Counterparty {
  readonly account: number;
  readonly name: string;
  readonly identifier: string;
  readonly conversation: number;
  readonly messages: number;
  /** Whether the case holds a device that belongs to it: one with an owner of the same identifier or telephone number. */
  readonly isDeviceHeld: boolean;
}

/** What a case holds of one account beside its own row. */
export interface AccountHoldings {
  readonly source: string;
  /** Columns of its rows that are kept as stored, by name. */
  readonly stored: readonly { readonly name: string; readonly value: string }[];
  /** Sources whose owner it is, by identifier or telephone number. */
  readonly ownDevices: readonly HoldingDevice[];
  /** Sources of other owners in which it is found with messages. */
  readonly otherDevices: readonly HoldingDevice[];
  /** By messages, the most first; at most 20. */
  readonly counterparties: readonly Counterparty[];
  readonly counterpartiesInAll: number;
}

const MOST_COUNTERPARTIES = 20;

/** What the case holds of an account. `same` are the accounts of other sources with its identifier or telephone number. */
export function readAccountHoldings(db: CaseDb, account: number, same: readonly number[]): AccountHoldings {
  const all = JSON.stringify([account, ...same]);
  const devices = db.all<HoldingDevice & { isOwner: number }>(
    sql`SELECT source.id AS source, source.label, exhibit.reference AS exhibit, max(account.is_owner) AS isOwner,
        CASE WHEN max(account.is_owner) THEN (SELECT coalesce(sum(messages), 0) FROM conversation WHERE conversation.source = source.id AND ${visibleConversation})
          ELSE sum(account.messages) END AS messages
      FROM account JOIN source ON source.id = account.source JOIN exhibit ON exhibit.id = source.exhibit
      WHERE account.id IN (SELECT value FROM json_each(${all})) AND source.state <> 'ingesting'
      GROUP BY source.id ORDER BY messages DESC, source.id`,
  );
  const device = ({ isOwner: _, ...one }: (typeof devices)[number]): HoldingDevice => one;
  return {
    source: db.value<string>(sql`SELECT label FROM source JOIN account ON account.source = source.id WHERE account.id = ${account}`) ?? '', // prettier-ignore
    stored: readStored(db, account),
    ownDevices: devices.filter(({ isOwner }) => isOwner === 1).map(device),
    otherDevices: devices.filter(({ isOwner, messages }) => isOwner === 0 && messages > 0).map(device),
    ...readCounterparties(db, account),
  };
}

/** Only an owner has counterparties: the conversations of a source are those of its owner. */
function readCounterparties(
  db: CaseDb,
  account: number,
): Pick<AccountHoldings, 'counterparties' | 'counterpartiesInAll'> {
  const isOther = sql`${visibleConversation} AND conversation.type = 'one-to-one' AND conversation.messages > 0 AND conversation.account IS NOT NULL
    AND conversation.source = (SELECT source FROM account WHERE id = ${account} AND is_owner = 1) AND conversation.account <> ${account}`;
  const rows = db.all<Omit<Counterparty, 'isDeviceHeld'> & { isDeviceHeld: number }>(
    sql`SELECT other.id AS account, other.name, other.identifier, conversation.id AS conversation, conversation.messages,
        EXISTS (SELECT 1 FROM account AS owner WHERE owner.is_owner = 1 AND (owner.identifier = other.identifier AND owner.service = other.service
          OR owner.phone = other.phone)) AS isDeviceHeld
      FROM conversation JOIN account AS other ON other.id = conversation.account
      WHERE ${isOther} ORDER BY conversation.messages DESC, conversation.id LIMIT ${MOST_COUNTERPARTIES}`,
  );
  return {
    counterparties: rows.map((row) => ({ ...row, isDeviceHeld: row.isDeviceHeld === 1 })),
    counterpartiesInAll: db.value<number>(sql`SELECT count(*) FROM conversation WHERE ${isOther}`) ?? 0,
  };
}

function readStored(db: CaseDb, account: number): AccountHoldings['stored'] {
  const row = db.get<{ columns: string; vals: string }>(
    sql`SELECT columns, stored AS vals FROM account JOIN stored_shape ON stored_shape.id = account.stored_shape WHERE account.id = ${account}`,
  );
  if (row === null) return [];
  const values = readStoredText(row.vals);
  return (JSON.parse(row.columns) as readonly string[]).flatMap((name, index) => {
    const value = values[index] ?? null;
    return value === null ? [] : [{ name, value: String(value) }];
  });
}
