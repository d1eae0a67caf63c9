import type { Issue } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { storeIssue } from '../store-issues.ts';
import { tablesOf } from './roles.ts';

const MESSAGES = ['CreateTime', 'Des', 'Message', 'MesLocalID', 'MesSvrID', 'Type'] as const;
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  Friend: ['userName', 'certificationFlag', 'dbContactRemark', 'dbContactChatRoom'],
  OpenIMContact: ['userName', 'dbContactRemark'],
  SessionAbstract: ['UsrName'],
  MyWC_Message01: ['FromUser', 'ToUser', 'CreateTime', 'content'],
  WCCover: ['userName', 'Buffer'],
  FavoritesItemTable: ['Type', 'Time', 'FromUsr', 'ToUsr', 'RealChatName', 'Xml'],
  fts_username_id: ['UsrName', 'usernameid'],
};

/** An issue for each column that a table lacks and its records need: an older, newer or changed schema. */
export function* missingColumns(db: EvidenceDb): Generator<Issue> {
  const messages = new Set(tablesOf(db.tables, 'messages'));
  for (const [table, columns] of db.tables)
    for (const column of messages.has(table) ? MESSAGES : neededBy(table))
      if (!columns.some((one) => one.toLowerCase() === column.toLowerCase()))
        yield storeIssue('warning', 'column-missing', `${table}.${column}`, `The table ${table} has no column ${column}, which its records are made of; what depends on it is not shown.`); // prettier-ignore
}

function neededBy(table: string): readonly string[] {
  if (/^fts_message_table_\d+_content$/u.test(table))
    return ['c0usernameid', 'c1MesLocalID', 'c2CreateTime', 'c3Message'];
  if (/^MyWC01_[0-9a-f]{32}$/u.test(table)) return ['Id', 'FromUser', 'Buffer'];
  return /^ChatExt2_[0-9a-f]{32}$/u.test(table) ? ['MesLocalID', 'MsgSource'] : (NEEDED[table] ?? []);
}
