import type { Extracted, Key, RowLocator, StoredColumns, SystemAction, SystemLine } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { SYSTEM_TYPES } from '../signal-line-types.ts';
import { GROUP_CHANGES, REQUEST_ANSWERS } from './codes.ts';
import { issueAt, live, type Reading } from './reading.ts';

/** Where a system line stands, and what it is read for. */
interface Line {
  readonly reading: Reading;
  readonly type: string;
  readonly json: JsonFields;
  readonly source: string | null;
  readonly at: RowLocator;
  readonly message: Key;
  readonly out: Extracted[];
}

/** What a line that the app wrote itself says; null for what a person sent. */
export function systemLineOf(line: Line): SystemLine | null {
  const { reading, type, json, source, at } = line;
  const update = json.object('group_update');
  if (update !== null) return oldGroupUpdate(line, update);
  const action = SYSTEM_TYPES.get(type);
  if (action === undefined) return null;
  const plain: SystemLine = {
    action,
    actionStored: type,
    actor: reading.see(source, at),
    affected: [],
    before: null,
    after: null,
  };
  const affected = (...names: readonly string[]): readonly Key[] =>
    names.map((name) => reading.see(json.text(name), at)).filter((key) => key !== null);
  switch (type) {
    case 'group-v2-change':
      return groupChange(line);
    case 'keychange':
      return { ...plain, actor: null, affected: affected('key_changed') };
    case 'verified-change':
      return { ...plain, affected: affected('verifiedChanged') };
    case 'profile-change': {
      const change = json.object('profileChange');
      const [before, after] = [change?.text('oldName') ?? null, change?.text('newName') ?? null];
      keepRest(line, 'profileChange', change);
      return { ...plain, affected: affected('changedId'), before, after };
    }
    case 'timer-notification':
    case 'universal-timer-notification': {
      const update = json.object('expirationTimerUpdate');
      const who = update?.text('sourceServiceId') ?? update?.text('sourceUuid') ?? update?.text('source') ?? source;
      const seconds = update?.whole('expireTimer') ?? null;
      keepRest(line, 'expirationTimerUpdate', update);
      return { ...plain, actor: reading.see(who, at), after: seconds === null ? null : String(seconds) };
    }
    case 'message-request-response-event': {
      const event = json.text('messageRequestResponseEvent');
      return {
        ...plain,
        action: REQUEST_ANSWERS.get(event ?? '') ?? action,
        actionStored: event === null ? type : `${type}/${event}`,
      };
    }
    default:
      return plain;
  }
}

/** Changes of a group of the second kind: the first kind of change makes the line, each further one a detail of its own. */
function groupChange(line: Line): SystemLine {
  const { reading, json, source, at, message, out } = line;
  const change = json.object('groupV2Change');
  const from = change?.text('from') ?? source;
  const details = change?.objects('details') ?? [];
  keepRest(line, 'groupV2Change', change);
  const actor = reading.see(from, at);
  const lines: SystemLine[] = [];
  for (const [index, detail] of details.entries()) {
    const stored = detail.text('type') ?? '';
    const who = reading.see(detail.text('aci') ?? detail.text('uuid') ?? detail.text('serviceId') ?? detail.text('pni') ?? detail.text('conversationId'), at); // prettier-ignore
    const action = actionOf(stored, detail, who !== null && who === actor);
    if (action === 'unknown')
      out.push(issueAt('warning', 'unknown-code', live(at), 'messages.json', stored, 'a change of a group that this parser does not know')); // prettier-ignore
    const after = detail.text('newTitle') ?? detail.text('description');
    const [first] = lines;
    const isMore = first?.action === action && who !== null && after === null;
    if (first === undefined)
      lines.push({ action, actionStored: stored, actor, affected: who === null ? [] : [who], before: null, after });
    else if (isMore) lines[0] = { ...first, affected: [...first.affected, who] };
    const own = first === undefined || isMore ? [] : Object.entries({ account: who, after });
    const told = own.filter((one): one is [string, string] => one[1] !== null);
    const values: StoredColumns = { ...detail.rest('json.'), ...Object.fromEntries(told) };
    if (Object.keys(values).length > 0 || (first !== undefined && !isMore))
      out.push({ kind: 'detail', key: `${message}:change:${index}`, from: live(at), message, content: { type: 'other', name: stored, values } }); // prettier-ignore
  }
  return (
    lines[0] ?? { action: 'unknown', actionStored: 'group-v2-change', actor, affected: [], before: null, after: null }
  );
}

/** `member-remove` of the one who made the change is a member leaving; `newPrivilege` is a role, as members have it. */
function actionOf(stored: string, detail: JsonFields, isSelf: boolean): SystemAction {
  if (stored === 'member-remove' && isSelf) return 'member-left';
  if (stored === 'member-privilege') return PRIVILEGES.get(detail.whole('newPrivilege') ?? -1) ?? 'unknown';
  return GROUP_CHANGES.get(stored) ?? 'unknown';
}

const PRIVILEGES: ReadonlyMap<number, SystemAction> = new Map([[1, 'admin-removed'], [2, 'admin-added']]); // prettier-ignore

/** A change of a group of the first kind: names, or who came and left. */
function oldGroupUpdate({ reading, json, source, at, message, out }: Line, update: JsonFields): SystemLine {
  const name = update.text('name');
  const joined = update.texts('joined');
  const left = update.text('left');
  const isIcon = update.flag('avatarUpdated') === true;
  const action: SystemAction =
    name !== null ? 'subject-changed' : joined.length > 0 ? 'member-added' : left !== null ? 'member-left' : isIcon ? 'icon-changed' : 'app-notice'; // prettier-ignore
  const people = [...joined, ...(left === null || left === 'You' ? [] : [left])];
  const actor = reading.see(left === 'You' ? reading.owner : source, at);
  const rest = update.rest('json.');
  json.leave('group_update');
  if (Object.keys(rest).length > 0)
    out.push({ kind: 'detail', key: `${message}:change:0`, from: live(at), message, content: { type: 'other', name: 'group_update', values: rest } }); // prettier-ignore
  const affected = people.map((one) => reading.see(one, at)).filter((key) => key !== null);
  return { action, actionStored: 'group_update', actor, affected, before: null, after: name };
}

/** What an inner object says beyond what was read of it. */
function keepRest({ at, message, out }: Line, name: string, inner: JsonFields | null): void {
  const values = inner?.rest('json.') ?? {};
  if (Object.keys(values).length > 0)
    out.push({
      kind: 'detail',
      key: `${message}:${name}`,
      from: live(at),
      message,
      content: { type: 'other', name, values },
    });
}
