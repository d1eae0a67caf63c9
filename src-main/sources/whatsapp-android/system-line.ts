import type { Extracted, Key, Locator, RowLocator, Stored, SystemAction, SystemLine } from '../../model/index.ts';
import { text } from '../stored-cells.ts';
import { ACTIONS_WITH_TEXT, CONFLICTING_ACTIONS, SYSTEM_ACTIONS } from './codes-system.ts';
import { rowIssue } from '../store-issues.ts';
import { cellOf } from './message-sides.ts';
import { onlyWanted, type WantedMessages } from './messages-wanted.ts';
import { Table } from './scan.ts';
import { nextKeyOf, SideTable } from '../side-table.ts';
import type { SideRow } from '../side-table.ts';
import type { Store } from './store.ts';

export interface SystemFacts {
  readonly line: SystemLine;
  readonly at: readonly Locator[];
  readonly stored: Record<string, Stored>;
}

/** Columns of payload tables that name an account. */
const ACCOUNT_COLUMNS = ['user_jid_row_id', 'old_jid_row_id', 'new_jid_row_id'] as const;
/** Copies of texts and pictures; too large to carry, or read by another reader. */
const NOT_PAYLOAD: ReadonlySet<string> = new Set(['message_system_reminder_setup', 'message_system_reminder_sent']);

/**
 * `message_system` and every table named `message_system_…` that refers to a message: the known ones make fields, the
 * others are carried as stored. Payloads: sepinf-inc/IPED and akhil-dara/WAInsight.
 */
export class SystemTables {
  readonly #store: Store;
  readonly #main: SideTable;
  readonly #payload = new Map<string, SideTable>();
  readonly all: readonly SideTable[];
  #due: number | bigint;

  constructor(store: Store, wanted: WantedMessages) {
    this.#store = store;
    const side = (name: string, ...interpreted: string[]) =>
      new SideTable(
        new Table(store.db, name, ['message_row_id', ...interpreted]),
        'message_row_id',
        undefined,
        onlyWanted(store, { name, key: 'message_row_id' }, wanted),
      );
    this.#main = side(SYSTEM_TABLE, 'action_type');
    for (const name of payloadTables(store)) this.#payload.set(name, side(name));
    this.all = [this.#main, ...this.#payload.values()];
    this.#due = nextKeyOf(this.all);
  }

  /**
   * The system line of a message; null when it is none. `legacyCode` is the code that the legacy schema keeps in the
   * message's own row.
   */
  take(
    id: number | bigint,
    at: RowLocator,
    actor: Key | null,
    body: string | null,
    legacyCode: Stored,
    isSystemType: boolean,
    out: Extracted[],
  ): SystemFacts | null {
    if (id < this.#due && !isSystemType) return null;
    const main = this.#main.one(id);
    let payload: Map<string, readonly SideRow[]> | null = null;
    for (const [name, table] of this.#payload) {
      const rows = table.take(id);
      if (rows.length > 0) (payload ??= new Map<string, readonly SideRow[]>()).set(name, rows);
      if (table.hasNews) out.push(...table.drain());
    }
    if (this.#main.hasNews) out.push(...this.#main.drain());
    this.#due = nextKeyOf(this.all);
    if (main === null && payload === null && !isSystemType) return null;
    const code = main === null ? legacyCode : cellOf(main, this.#main, 'action_type');
    return this.#build(code, at, main, payload ?? new Map<string, readonly SideRow[]>(), actor, body, out);
  }

  #build(
    code: Stored,
    at: RowLocator,
    main: SideRow | null,
    payload: ReadonlyMap<string, readonly SideRow[]>,
    actor: Key | null,
    body: string | null,
    out: Extracted[],
  ): SystemFacts {
    const locators: Locator[] = main === null ? [] : [main.at];
    const stored: Record<string, Stored> = main === null ? {} : { ...this.#main.rest(main) };
    const affected: Key[] = [];
    const facts = new Map<string, Stored>();
    for (const [name, rows] of payload) {
      const table = this.#payload.get(name);
      if (table === undefined) continue;
      for (const side of rows) {
        locators.push(side.at);
        for (const [column, value] of Object.entries(table.rest(side))) {
          facts.set(`${name}.${column}`, value);
          if (rows.length === 1) stored[`${name}.${column}`] = value;
        }
        for (const column of ACCOUNT_COLUMNS) {
          const key = this.#store.jids.key(cellOf(side, table, column), side.at);
          if (key === null) continue;
          facts.set(`${name}.${column}`, key);
          if (!affected.includes(key)) affected.push(key);
        }
      }
    }
    const action = this.#action(code, main?.at ?? at, facts, body, out);
    const [before, after] = values(action, facts, body);
    if (body !== null && after !== body) stored.text = body;
    const line = { action, actionStored: code === null ? '' : String(code), actor, affected, before, after };
    return { line, at: locators, stored };
  }

  #action(
    code: Stored,
    at: RowLocator,
    facts: ReadonlyMap<string, Stored>,
    body: string | null,
    out: Extracted[],
  ): SystemAction {
    if (code === null) {
      if (facts.has('message_ephemeral_setting.setting_duration')) return 'timer-changed';
      return 'unknown';
    }
    const number = Number(code);
    const action = SYSTEM_ACTIONS[number];
    if (action === 'blocked') {
      const isBlocked = facts.get('message_system_block_contact.is_blocked');
      return isBlocked === 1 || (isBlocked === undefined && body === 'true') ? 'blocked' : 'unblocked';
    }
    if (action !== undefined) return action;
    const conflict = CONFLICTING_ACTIONS[number];
    out.push(
      rowIssue(
        'note',
        'unknown-code',
        at,
        'action_type',
        String(code),
        conflict === undefined
          ? 'The meaning of this kind of system line is not known; its stored code is kept.'
          : `Published sources disagree on this kind of system line (${conflict}); its stored code is kept.`,
      ),
    );
    return 'unknown';
  }
}

const SYSTEM_TABLE = 'message_system';

/** The tables that say what a system line is about. */
export function systemTables(store: Store): readonly string[] {
  return [SYSTEM_TABLE, ...payloadTables(store)];
}

function payloadTables(store: Store): readonly string[] {
  return [...store.db.tables].flatMap(([name, columns]) => {
    const isPayload = name.startsWith('message_system_') || name === 'message_ephemeral_setting';
    return isPayload && !NOT_PAYLOAD.has(name) && columns.includes('message_row_id') ? [name] : [];
  });
}

function values(
  action: SystemAction,
  facts: ReadonlyMap<string, Stored>,
  body: string | null,
): readonly [string | null, string | null] {
  const fact = (name: string) => text(facts.get(name));
  switch (action) {
    case 'subject-changed':
      return [fact('message_system_value_change.old_data'), body];
    case 'number-changed':
      return [fact('message_system_number_change.old_jid_row_id'), fact('message_system_number_change.new_jid_row_id')];
    case 'timer-changed':
      return [
        fact('message_ephemeral_setting.pre_setting_duration'),
        fact('message_ephemeral_setting.setting_duration') ?? body,
      ];
    case 'icon-changed':
      return [null, fact('message_system_photo_change.new_photo_id')];
    default:
      return [fact('message_system_value_change.old_data'), ACTIONS_WITH_TEXT.has(action) ? body : null];
  }
}
