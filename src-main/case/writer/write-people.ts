import type { Account, AccountLink, Conversation, LogState, Participant } from '../../model/index.ts';
import { Sql, listSql, sql } from '../../sqlite/index.ts';
import { STATES, LOG_STATES, codeOf } from '../codes.ts';
import { displayName, ownTitle } from './keys.ts';
import { HEAD_COLUMNS, type Head } from './locators.ts';
import type { WriterParts } from './writer-parts.ts';

/** Writes an account; a further record of the same key adds its names, and what the first left open. Gives the id and how many locators it had. */
export function writeAccount(
  to: WriterParts,
  record: Account,
  log: LogState,
  head: Head,
): { id: number; locators: number } {
  const id = to.accounts.idOf(record.key);
  const before = to.db.get<{ seen: number }>(sql`SELECT seen FROM account WHERE id = ${id}`);
  const seen = before?.seen ?? 0;
  if (seen === 0) {
    to.db.run(sql`UPDATE account SET service = ${record.service}, identifier = ${record.identifier},
        identifier_kind = ${record.identifierKind}, phone = ${record.phone}, name = ${displayName(record)},
        is_owner = ${record.owner === null ? 0 : 1}, state = ${codeOf(STATES, record.from.state)},
        log = ${codeOf(LOG_STATES, log)}, recovery = ${recoveryText(record)}, ${heads} = ${listSql(head)}
      WHERE id = ${id}`);
  } else {
    to.db.run(sql`UPDATE account SET phone = ifnull(phone, ${record.phone}),
        identifier_kind = iif(identifier_kind = 'other', ${record.identifierKind}, identifier_kind),
        name = iif(name = identifier, ${displayName(record)}, name),
        is_owner = max(is_owner, ${record.owner === null ? 0 : 1})
      WHERE id = ${id}`);
  }
  to.db.run(sql`UPDATE account SET seen = seen + ${record.from.at.length} WHERE id = ${id}`);
  writeNames(to, id, record);
  if (record.owner !== null)
    to.db.run(sql`UPDATE source SET owner = ${id}, owner_claim = ${record.owner.claim},
      owner_assumed = ${record.owner.assumed ? 1 : 0} WHERE id = ${to.source}`);
  return { id, locators: seen };
}

function writeNames(to: WriterParts, id: number, record: Account): void {
  let n = to.db.value<number>(sql`SELECT count(*) FROM account_name WHERE account = ${id}`) ?? 0;
  for (const name of record.names) {
    const known = to.db.value<number>(sql`SELECT 1 FROM account_name
      WHERE account = ${id} AND name = ${name.name} AND given_by = ${name.givenBy} AND stored_in = ${name.column}`);
    if (known !== null) continue;
    to.db.run(sql`INSERT INTO account_name (account, n, name, given_by, stored_in)
      VALUES (${id}, ${n}, ${name.name}, ${name.givenBy}, ${name.column})`);
    n += 1;
  }
}

export function writeAccountLink(to: WriterParts, record: AccountLink, log: LogState, head: Head): number {
  const id = to.ids.next('account_link');
  to.db.run(sql`INSERT INTO account_link (id, source, a, b, method, state, log, recovery, ${headNames})
    VALUES (${id}, ${to.source}, ${to.accounts.idOf(record.a)}, ${to.accounts.idOf(record.b)}, ${record.method},
      ${codeOf(STATES, record.from.state)}, ${codeOf(LOG_STATES, log)}, ${recoveryText(record)}, ${values(head)})`);
  return id;
}

/** Writes a conversation; a further record of the same key adds what the first left open. */
export function writeConversation(
  to: WriterParts,
  record: Conversation,
  log: LogState,
  head: Head,
): { id: number; locators: number } {
  const id = to.conversations.idOf(record.key);
  const seen = to.db.value<number>(sql`SELECT seen FROM conversation WHERE id = ${id}`) ?? 0;
  if (seen === 0) {
    const title = ownTitle(record);
    to.db.run(sql`UPDATE conversation SET type = ${record.type}, identifier = ${record.identifier},
        stored_title = ${record.title}, title = ${title ?? record.identifier},
        title_from = ${title === null ? 'identifier' : 'stored'}, account = ${to.accounts.orNull(record.account)},
        parent = ${to.conversations.orNull(record.parent)}, created = ${to.times.encode(record.created)},
        archived = ${flag(record.archived)}, hidden = ${flag(record.hidden)}, description = ${record.description},
        draft = ${record.draft}, disappearing_s = ${record.disappearingS},
        state = ${codeOf(STATES, record.from.state)}, log = ${codeOf(LOG_STATES, log)},
        recovery = ${recoveryText(record)}, withheld = ${to.scope.withheld(record)}, ${heads} = ${listSql(head)}
      WHERE id = ${id}`);
  } else {
    const title = ownTitle(record);
    to.db.run(sql`UPDATE conversation SET type = iif(type = 'unknown', ${record.type}, type),
        title = iif(title_from = 'identifier', ${title ?? record.identifier}, title),
        title_from = iif(title_from = 'identifier', ${title === null ? 'identifier' : 'stored'}, title_from),
        stored_title = ifnull(stored_title, ${record.title}), account = ifnull(account, ${to.accounts.orNull(record.account)}),
        parent = ifnull(parent, ${to.conversations.orNull(record.parent)}), created = ifnull(created, ${to.times.encode(record.created)}),
        archived = ifnull(archived, ${flag(record.archived)}), hidden = ifnull(hidden, ${flag(record.hidden)}),
        description = ifnull(description, ${record.description}), draft = ifnull(draft, ${record.draft}),
        disappearing_s = ifnull(disappearing_s, ${record.disappearingS})
      WHERE id = ${id}`);
  }
  to.db.run(sql`UPDATE conversation SET seen = seen + ${record.from.at.length} WHERE id = ${id}`);
  return { id, locators: seen };
}

export function writeParticipant(to: WriterParts, record: Participant, log: LogState, head: Head): number {
  const id = to.ids.next('participant');
  to.db.run(sql`INSERT INTO participant (id, source, conversation, account, role, membership, joined_time, left_time,
      state, log, recovery, ${headNames})
    VALUES (${id}, ${to.source}, ${to.conversations.idOf(record.conversation)}, ${to.accounts.idOf(record.account)},
      ${record.role}, ${record.membership}, ${to.times.encode(record.joined)}, ${to.times.encode(record.left)},
      ${codeOf(STATES, record.from.state)}, ${codeOf(LOG_STATES, log)}, ${recoveryText(record)}, ${values(head)})`);
  return id;
}

const headNames = new Sql(HEAD_COLUMNS.join(', '));
const heads = new Sql(`(${headNames.text})`);

function values(head: Head): Sql {
  return new Sql(head.map(() => '?').join(', '), head);
}

function flag(value: boolean | null): number | null {
  return value === null ? null : Number(value);
}

/** The recovery of a recovered record as JSON; null for any other. */
export function recoveryText(record: { readonly from: Account['from'] }): string | null {
  return record.from.state === 'recovered' ? JSON.stringify(record.from.recovery) : null;
}
