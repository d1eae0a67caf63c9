import type { Extracted, Key, Locator } from '../../model/index.ts';
import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Run } from '../parser.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { storeIssue } from '../store-issues.ts';
import { parseJid } from './jid.ts';
import { rawJid } from './jid-book.ts';
import { readPreferences } from './preferences.ts';

/** The account that the store belongs to, and how that is known. `jid` is null when nothing says it. */
export interface Owner {
  readonly jid: Key | null;
  readonly claim: string;
  readonly assumed: boolean;
  readonly at: Locator | null;
  /** The name the owner gave itself. */
  readonly pushName: { readonly name: string; readonly column: string } | null;
}

const NUMBER = /^\d{5,15}$/;

/**
 * Asks the app's own files first, then rows that name the owner, then rows from which it can only be inferred. Files that
 * name different numbers leave the owner assumed. A file that cannot be read becomes an issue in `out`.
 */
export async function findOwner(
  db: EvidenceDb,
  run: Run,
  preferences: readonly EvidenceFile[],
  out: Extracted[],
): Promise<Owner> {
  let pushName: Owner['pushName'] = null;
  const claims: { readonly jid: Key; readonly claim: string; readonly at: Locator }[] = [];
  for (const file of preferences) {
    const { values, damage } = await readPreferences(run, file);
    if (damage !== null)
      out.push(
        storeIssue(
          'warning',
          'file-unreadable',
          file.path,
          `The preferences could not be read to their end: ${damage}.`,
        ),
      );
    const name = values.get('push_name');
    if (name !== undefined && name !== '') pushName ??= { name, column: `${baseName(file.path)}: push_name` };
    const found = statedNumber(values);
    if (found === null) continue;
    claims.push({
      jid: `${found.number}@s.whatsapp.net`,
      claim: `${baseName(file.path)}: ${found.keys}`,
      at: { kind: 'node', file: file.sha256, path: `map/string[@name='${found.first}']` },
    });
  }
  pushName ??= propsName(db);
  const owner = statedOwner(claims) ?? joinedOwner(db) ?? inferredOwner(db);
  return owner === null ? { jid: null, claim: '', assumed: true, at: null, pushName } : { ...owner, pushName };
}

/** What the preferences agree on; assumed where another file names another number. */
function statedOwner(
  claims: readonly { readonly jid: Key; readonly claim: string; readonly at: Locator }[],
): Owner | null {
  const [first] = claims;
  if (first === undefined) return null;
  const others = claims.filter(({ jid }) => jid !== first.jid);
  const claim = [first.claim, ...others.map((other) => `${other.claim} names another number`)].join('; ');
  return { jid: first.jid, claim, assumed: others.length > 0, at: first.at, pushName: null };
}

/**
 * Keys of the preferences: `registration_jid`, `cc`, `ph` in com.whatsapp_preferences(_light).xml and the pair of
 * registration.RegisterPhone.xml, read so by abrignoni/ALEAPP and sepinf-inc/IPED.
 */
function statedNumber(values: ReadonlyMap<string, string>) {
  const jid = values.get('registration_jid');
  if (jid !== undefined) {
    const user = parseJid(jid).user;
    if (NUMBER.test(user)) return { number: user, keys: 'registration_jid', first: 'registration_jid' };
  }
  for (const [country, local] of NUMBER_PAIRS) {
    const pair = [values.get(country), values.get(local)];
    const number = `${pair[0] ?? ''}${pair[1] ?? ''}`;
    if (pair[0] !== undefined && pair[1] !== undefined && NUMBER.test(number))
      return { number, keys: `${country} and ${local}`, first: local };
  }
  return null;
}

const NUMBER_PAIRS = [
  ['cc', 'ph'],
  ['com.whatsapp.registration.RegisterPhone.country_code', 'com.whatsapp.registration.RegisterPhone.phone_number'],
  [
    'com.whatsapp.w4b.registration.RegisterPhone.country_code',
    'com.whatsapp.w4b.registration.RegisterPhone.phone_number',
  ],
] as const;

function propsName(db: EvidenceDb): Owner['pushName'] {
  if (!db.has('props', 'key') || !db.has('props', 'value')) return null;
  for (const [name] of db.arrays(`SELECT value FROM props WHERE key = 'user_push_name'`))
    if (typeof name === 'string' && name !== '') return { name, column: 'props.user_push_name' };
  return null;
}

/** The participant of a system line that the app marks as the owner's own joining, when all such lines agree. */
function joinedOwner(db: EvidenceDb): Owner | null {
  const tables = ['message_system_group', 'message_system_chat_participant', 'jid'];
  if (!tables.every((table) => db.tables.has(table)) || !db.has('message_system_group', 'is_me_joined')) return null;
  const sql = `SELECT ${rawJid(db, 'j')}, min(g.message_row_id), count(*)
    FROM message_system_group g
    JOIN message_system_chat_participant p ON p.message_row_id = g.message_row_id
    JOIN jid j ON j._id = p.user_jid_row_id
    WHERE g.is_me_joined = 1
      AND (SELECT count(*) FROM message_system_chat_participant o WHERE o.message_row_id = g.message_row_id) = 1
    GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 2`;
  const found = [...db.arrays(sql)];
  const [jid, rowid] = found[0] ?? [];
  if (typeof jid !== 'string' || (typeof rowid !== 'number' && typeof rowid !== 'bigint')) return null;
  return {
    jid: parseJid(jid).account,
    claim: 'message_system_group.is_me_joined = 1 with one participant',
    assumed: found.length > 1,
    at: { kind: 'row', file: db.file, table: 'message_system_group', rowid },
    pushName: null,
  };
}

const INFERENCES = [
  {
    table: 'message_details',
    needs: ['message_row_id', 'author_device_jid'],
    claim: 'inferred: message_details.author_device_jid of messages marked as sent from this device',
    sql: (raw: string) => `SELECT ${raw}, min(d.message_row_id), count(*) FROM message_details d
      JOIN message m ON m._id = d.message_row_id AND m.from_me = 1
      JOIN jid j ON j._id = d.author_device_jid GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 1`,
  },
  {
    table: 'call_log',
    needs: ['from_me', 'call_creator_device_jid_row_id'],
    claim: 'inferred: call_log.call_creator_device_jid_row_id of calls marked as made from this device',
    sql: (raw: string) => `SELECT ${raw}, min(c._id), count(*) FROM call_log c
      JOIN jid j ON j._id = c.call_creator_device_jid_row_id
      WHERE c.from_me = 1 GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 1`,
  },
] as const;

function inferredOwner(db: EvidenceDb): Owner | null {
  if (!db.has('jid', '_id') || !db.has('message', '_id')) return null;
  for (const { table, needs, claim, sql } of INFERENCES) {
    if (!needs.every((column) => db.has(table, column))) continue;
    for (const [jid, rowid] of db.arrays(sql(rawJid(db, 'j')))) {
      if (typeof jid !== 'string' || (typeof rowid !== 'number' && typeof rowid !== 'bigint')) continue;
      const at: Locator = { kind: 'row', file: db.file, table, rowid };
      return { jid: parseJid(jid).account, claim, assumed: true, at, pushName: null };
    }
  }
  return null;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
