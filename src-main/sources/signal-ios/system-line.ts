import type { Key, Stored, SystemLine } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { rowIssue } from '../store-issues.ts';
import { addressIn, bytesIn, UNDECODABLE, unarchived } from './archived.ts';
import { ERROR_TYPES, GROUP_UPDATE, INFO_TYPES, LINES, RECORDS } from './codes.ts';
import { differenceOf } from './group-difference.ts';
import { groupModelOf } from './group-model.ts';
import { changeOf, type Change } from './group-updates.ts';
import { objectOf } from './message-parts.ts';
import type { MessageRow } from './message-row.ts';
import { live, serviceId } from './reading.ts';

/** What every key of the information of a line begins with. Source: signalapp/Signal-iOS, Messages/Interactions/TSInfoMessage.m @059c73c. */
const INFO = 'InfoMessageUserInfoKey';

/** What a line that the app wrote itself says; null for what a person sent, and for calls. */
export function lineOf(message: MessageRow): SystemLine | null {
  const { record } = message;
  if (record === RECORDS.info) return infoLine(message);
  if (record === RECORDS.error) return errorLine(message);
  const action = record === null ? undefined : LINES.get(record);
  if (action === undefined) return null;
  if (record === RECORDS.timer) return timerLine(message);
  return { ...bare(action, String(record)), affected: addressed(message) };
}

function bare(action: SystemLine['action'], actionStored: string): SystemLine {
  return { action, actionStored, actor: null, affected: [], before: null, after: null };
}

/** The account in a column of addresses, of a line about somebody. */
function addressed(message: MessageRow): readonly Key[] {
  const { reading, at } = message;
  const found = (['recipientAddress', 'sender'] as const).map((column) => addressIn(objectOf(message, column), 'root'));
  return [...new Set(found.filter((one) => one !== null).map((one) => reading.accounts.see(one, at)))];
}

function errorLine(message: MessageRow): SystemLine {
  const { table, row, taken } = message;
  const code = table.whole(row, 'errorType');
  taken.add('errorType');
  const [name, action] = known(message, ERROR_TYPES, code, 'errorType');
  return { ...bare(action, name), affected: addressed(message) };
}

function known(
  { at, out }: MessageRow,
  list: readonly (readonly [string, SystemLine['action']])[],
  code: number | null,
  column: string,
): readonly [string, SystemLine['action']] {
  const found = code === null ? undefined : list[code];
  if (found !== undefined) return found;
  out.push(rowIssue('warning', 'unknown-code', at, column, code === null ? null : String(code), 'a kind of line that this parser does not know')); // prettier-ignore
  return [String(code), 'unknown'];
}

/** `OWSDisappearingConfigurationUpdateInfoMessage`: a line of another's doing holds that one's name as it then was, and not the account. */
function timerLine({ reading, table, row, at, thread, taken }: MessageRow): SystemLine {
  taken.add('configurationDurationSeconds');
  taken.add('configurationIsEnabled');
  taken.add('messageType');
  const seconds = table.whole(row, 'configurationDurationSeconds');
  const isOn = table.flag(row, 'configurationIsEnabled');
  const isRemote = table.text(row, 'createdByRemoteName') !== null;
  const isOld = table.cell(row, 'createdInExistingGroup') === 1;
  const partner = thread?.isGroup === false ? reading.see(thread.account, at) : null;
  const isStated = table.has('createdByRemoteName');
  const actor = isRemote ? partner : isOld || !isStated ? null : reading.own(at);
  return { ...bare('timer-changed', String(RECORDS.timer)), actor, after: isOn === false ? '0' : seconds === null ? null : String(seconds) }; // prettier-ignore
}

function infoLine(message: MessageRow): SystemLine {
  const { reading, table, row, at, thread, stored, taken } = message;
  const code = table.whole(row, 'messageType');
  taken.add('messageType');
  const info = objectOf(message, 'infoMessageUserInfo')?.object('root') ?? new JsonFields({});
  const [name, action] = known(message, INFO_TYPES, code, 'messageType');
  const line = bare(action, name);
  const partner = thread?.isGroup === false && thread.account !== null ? [reading.accounts.see(thread.account, at)] : []; // prettier-ignore
  const see = (id: string | null): readonly Key[] => (id === null ? [] : [reading.accounts.see(id, at)]);
  let told: SystemLine = line;
  if (code === GROUP_UPDATE) told = groupLine(message, info, line);
  else if (name === 'GroupQuit') told = { ...line, actor: reading.own(at) };
  else if (name === 'ProfileUpdate') {
    const changes = info.object(`${INFO}ProfileChanges`);
    const [before, after] = (['old', 'new'] as const).map((one) => changes?.text(`${one}NameLiteral`) ?? nameOf(changes?.object(`${one}NameComponents`) ?? null)) as [string | null, string | null]; // prettier-ignore
    told = { ...line, affected: see(addressIn(changes, 'address')), before, after };
  } else if (name === 'PhoneNumberChange') {
    const who = serviceId(info.text(`${INFO}ChangePhoneNumberUuid`));
    told = { ...line, actor: see(who)[0] ?? null, affected: see(who), before: info.text(`${INFO}ChangePhoneNumberOld`), after: info.text(`${INFO}ChangePhoneNumberNew`) }; // prettier-ignore
  } else if (action === 'blocked' || action === 'unblocked')
    told = { ...line, actor: reading.own(at), affected: partner }; // prettier-ignore
  else if (name === 'ThreadMerge' || name === 'SessionSwitchover')
    told = { ...line, before: info.text(`${INFO}${name}PhoneNumber`), affected: partner }; // prettier-ignore
  else if (name === 'LearnedProfileName') {
    const before = info.text(`${INFO}PhoneNumberDisplayNameBeforeLearningProfileName`) ?? info.text(`${INFO}UsernameDisplayNameBeforeLearningProfileName`); // prettier-ignore
    told = { ...line, before, affected: partner };
  } else if (name.startsWith('Payments')) {
    const who = info.text(`${INFO}PaymentActivatedAci`) ?? info.text(`${INFO}PaymentActivationRequestSenderAci`);
    told = { ...line, actor: see(serviceId(who))[0] ?? null };
  } else if (name === 'UserJoinedSignal' || name === 'VerificationStateChange') told = { ...line, affected: partner };
  const more = addressed(message);
  if (more.length > 0) told = { ...told, affected: [...new Set([...told.affected, ...more])] };
  for (const [key, value] of Object.entries(info.rest('infoMessageUserInfo.'))) stored[key] = value;
  return told;
}

/** `NSPersonNameComponents` as it archives itself: inferred from the names of its members, given name before family name. */
function nameOf(components: JsonFields | null): string | null {
  const inner = components?.object('NS.nameComponentsPrivate') ?? components;
  const parts = ['givenName', 'familyName'].map((part) => inner?.text(`NS.${part}`) ?? inner?.text(part) ?? null);
  const name = parts.filter((part) => part !== null).join(' ');
  return name === '' ? null : name;
}

/** Newer lines list what changed; older ones hold the group before and after, or a sentence in the language of the device. */
function groupLine(message: MessageRow, info: JsonFields, line: SystemLine): SystemLine {
  const { reading, at, out, stored } = message;
  const updates = ['UpdateMessagesV2', 'UpdateMessages'].flatMap((name) => updatesIn(message, info, name));
  const source = addressIn(info, `${INFO}GroupUpdateSourceAddress`);
  const isOwn = info.flag(`${INFO}UpdaterWasLocalUser`) === true;
  const actor = source ?? (isOwn ? reading.owner : null);
  const [before, after] = ['OldGroupModel', 'NewGroupModel'].map((name) => info.object(`${INFO}${name}`));
  const changes: Change[] = updates.map((one) => changeOf(one, reading.owner));
  const model = after === null || after === undefined ? null : groupModelOf(after);
  const old = before === null || before === undefined ? null : groupModelOf(before);
  if (model !== null && changes.length === 0) changes.push(...differenceOf(old, model, actor));
  for (const token of ['OldDisappearingMessageToken', 'NewDisappearingMessageToken'] as const) {
    const seconds = info.object(`${INFO}${token}`)?.whole('durationSeconds') ?? null;
    if (seconds !== null) stored[`infoMessageUserInfo.${token}`] = seconds;
  }
  for (const { action, name } of changes)
    if (action === 'unknown')
      out.push(rowIssue('warning', 'unknown-code', at, 'infoMessageUserInfo', name, 'a change of a group that this parser does not know')); // prettier-ignore
  return tell(message, changes, { ...line, actor: actor === null ? null : reading.accounts.see(actor, at) });
}

/** The changes that a member of the information lists; what is no list of such is carried and named. */
function updatesIn({ at, stored, out }: MessageRow, info: JsonFields, name: string): readonly JsonFields[] {
  const wrapper = info.object(`${INFO}${name}`);
  const bytes = bytesIn(wrapper, 'messagesKey');
  Object.assign(stored, wrapper?.rest(`infoMessageUserInfo.${name}.`));
  if (bytes === null) return [];
  const list = unarchived(bytes);
  const found = Array.isArray(list) ? list.map((one) => JsonFields.of(one)) : [null];
  if (found.includes(null)) {
    stored[`infoMessageUserInfo.${name}`] = bytes;
    out.push(rowIssue('warning', 'undecodable-payload', at, 'infoMessageUserInfo', name, UNDECODABLE));
  }
  return found.filter((one) => one !== null);
}

/** The first kind of change makes the line, with those of the same kind; each other one is a detail of its own. */
function tell({ reading, at, key, out }: MessageRow, changes: readonly Change[], line: SystemLine): SystemLine {
  const [first] = changes;
  if (first === undefined) return { ...line, action: 'app-notice' };
  const see = (ids: readonly string[]): readonly Key[] => [...new Set(ids.map((id) => reading.accounts.see(id, at)))];
  const actor = first.actor === null ? line.actor : reading.accounts.see(first.actor, at);
  let told: SystemLine = { action: first.action, actionStored: first.name, actor, affected: see(first.affected), before: first.before, after: first.after }; // prettier-ignore
  for (const [index, change] of changes.entries()) {
    const isMore = index > 0 && change.action === first.action && change.after === null && change.affected.length > 0;
    if (isMore) told = { ...told, affected: [...new Set([...told.affected, ...see(change.affected)])] };
    const values: Record<string, Stored> = { ...(change.rest as Record<string, Stored>) };
    if (index > 0 && !isMore) {
      const ids = see(change.affected);
      for (const [i, id] of ids.entries()) values[ids.length === 1 ? 'account' : `account ${i + 1}`] = id;
      if (change.before !== null) values.before = change.before;
      if (change.after !== null) values.after = change.after;
    }
    if (Object.keys(values).length > 0 || (index > 0 && !isMore))
      out.push({ kind: 'detail', key: `${key}:change:${index}`, from: live(at), message: key, content: { type: 'other', name: change.name, values } }); // prettier-ignore
  }
  return told;
}
