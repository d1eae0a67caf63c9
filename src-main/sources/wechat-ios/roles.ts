export type Schema = ReadonlyMap<string, readonly string[]>;

/** What a database of an account is for. */
export type Role = 'messages' | 'contacts' | 'conversations' | 'index' | 'posts' | 'favourites';

// Tables and columns: BlueMatthew/WechatExporter@8f8ce41, stomakun/WechatExport-iOS@b22148f; of posts and favourites P79N6A/pa_script@3e60490.
const MARKS: readonly {
  readonly role: Role;
  readonly table: RegExp;
  readonly columns: readonly string[];
  readonly least: number;
}[] = [
  { role: 'messages', table: /^(?:Chat|Hello)_[0-9a-f]{32}$/u, columns: ['CreateTime', 'Des', 'Message', 'MesLocalID', 'MesSvrID', 'Type'], least: 4 }, // prettier-ignore
  { role: 'contacts', table: /^Friend$/u, columns: ['userName', 'certificationFlag', 'dbContactRemark', 'dbContactProfile', 'dbContactChatRoom'], least: 3 }, // prettier-ignore
  { role: 'conversations', table: /^SessionAbstract$/u, columns: ['UsrName', 'CreateTime', 'unreadcount', 'ConStrRes1'], least: 2 }, // prettier-ignore
  { role: 'index', table: /^fts_message_table_\d+_content$/u, columns: ['c0usernameid', 'c1MesLocalID', 'c2CreateTime', 'c3Message'], least: 2 }, // prettier-ignore
  { role: 'posts', table: /^MyWC01_[0-9a-f]{32}$/u, columns: ['Id', 'FromUser', 'Buffer'], least: 2 },
  { role: 'favourites', table: /^FavoritesItemTable$/u, columns: ['LocalId', 'Type', 'Time', 'FromUsr', 'RealChatName', 'SourceType', 'Xml'], least: 4 }, // prettier-ignore
];

/** What a database of this schema is for; null for another app's. A lost column is an issue, not a lost table. */
export function roleOf(schema: Schema): Role | null {
  return MARKS.find(({ role }) => tablesOf(schema, role).length > 0)?.role ?? null;
}

/** The tables of a database that are for this. */
export function tablesOf(schema: Schema, role: Role): readonly string[] {
  return MARKS.filter((mark) => mark.role === role).flatMap(({ table, columns, least }) =>
    [...schema].flatMap(([name, held]) =>
      table.test(name) && columns.filter((column) => isHeld(column, held)).length >= least ? [name] : [],
    ),
  );
}

/** Whatever the case: public readers of one table write its columns differently, and SQLite does not tell them apart. */
function isHeld(column: string, held: readonly string[]): boolean {
  return held.some((one) => one.toLowerCase() === column.toLowerCase());
}
