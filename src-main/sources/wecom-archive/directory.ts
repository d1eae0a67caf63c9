import type { EvidenceFile } from '../../evidence/tree.ts';
import { readTimestamp } from '../../model/index.ts';
import type { AccountName, Extracted, Provenance, StoredColumns, TimeMeaning, Timestamp } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { approvalOf, oldApprovalOf, oldApprovalsIn } from './approval.ts';
import { attendanceOf } from './attendance.ts';
import type { CompanyEvent } from './company-event.ts';
import { exportIssue } from '../export-issue.ts';
import { DEPARTMENT } from './people.ts';
import type { Listed } from './people.ts';
import type { ListedGroup, ListedMember } from './rooms.ts';
import { parseObject } from '../json-object.ts';

/** What the company's own lists say of accounts and groups. Memory grows with their number. */
export class Directory {
  readonly people = new Map<string, Listed>();
  readonly groups = new Map<string, ListedGroup>();
  /** Attendance and approvals. */
  readonly events: CompanyEvent[] = [];
  /** Where entries of the list stand that name nobody. */
  readonly #unnamed: string[] = [];

  /**
   * Reads one list, as the service's directory interface answers: members of the company, one customer, one group; or several such
   * answers in an array. Yields an issue for what is none of them, and the account of its entries.
   */
  *add(file: EvidenceFile, text: string): Generator<Extracted> {
    const answers = answersOf(text);
    if (answers === null) {
      yield exportIssue(file, null, 'error', 'undecodable-payload', null, 'The file begins like a list of the company and is not whole JSON; no name was read from it.'); // prettier-ignore
      return;
    }
    let used = 0;
    this.#unnamed.length = 0;
    for (const [index, answer] of answers.entries()) {
      const path = answers.length === 1 && !text.trimStart().startsWith('[') ? '' : `/${index}`;
      if (answer !== null && this.#answer(file, answer, path)) used += 1;
    }
    for (const path of this.#unnamed.splice(0))
      yield exportIssue(file, at(file, path), 'warning', 'undecodable-payload', null, UNNAMED);
    const left = answers.length - used;
    yield {
      kind: 'tally',
      file: file.sha256,
      table: 'answers',
      rows: answers.length,
      used,
      skipped:
        left === 0
          ? {}
          : { 'no list of members, departments, customers, groups, robots, attendance or approvals': left },
    };
  }

  #answer(file: EvidenceFile, answer: JsonFields, path: string): boolean {
    const group = answer.object('group_chat');
    const customer = answer.object('external_contact');
    const members = this.#entries(piecesIn(answer, 'userlist'), `${path}/userlist`);
    const departments = this.#entries(piecesIn(answer, 'department'), `${path}/department`);
    const checkIns = this.#entries(piecesIn(answer, 'checkindata'), `${path}/checkindata`);
    const approval = answer.peek('info') === undefined ? null : answer.object('info');
    const isMember = departments.length === 0 && answer.has('userid') && Array.isArray(answer.peek('department'));
    if (group !== null) this.#group(file, group, `${path}/group_chat`);
    if (customer !== null) this.#customer(file, customer, answer.objects('follow_user'), path);
    for (const { fields, where } of members) this.#member(file, fields, where, 'userlist');
    if (isMember) this.#member(file, answer, path, 'user');
    for (const { fields, where } of departments) this.#department(file, fields, where);
    for (const { fields, where } of checkIns) this.events.push(attendanceOf({ file, fields, path: where }));
    const isApproval = approval?.has('sp_no') === true;
    if (approval !== null && isApproval)
      this.events.push(...approvalOf({ file, fields: approval, path: `${path}/info` }));
    const old = this.#entries(oldApprovalsIn(answer), `${path}/data`);
    for (const { fields, where } of old) this.events.push(oldApprovalOf({ file, fields, path: where }));
    const robot = JsonFields.of(answer.peek('data'));
    const isRobot = robot?.has('robot_id') === true;
    if (robot !== null && isRobot) this.#robot(file, robot, `${path}/data`);
    const lists = members.length + departments.length + checkIns.length + old.length;
    return group !== null || customer !== null || lists > 0 || isMember || isApproval || isRobot;
  }

  /** Entries of a list with their places; what is no object names nobody. */
  #entries(
    pieces: readonly (JsonFields | null)[],
    path: string,
  ): readonly { readonly fields: JsonFields; readonly where: string }[] {
    return pieces.flatMap((fields, index) => {
      const where = `${path}/${index}`;
      if (fields !== null) return { fields, where };
      this.#unnamed.push(where);
      return [];
    });
  }

  #member(file: EvidenceFile, member: JsonFields, where: string, list: string): void {
    const names = [
      name(member.text('name'), 'business', `${list}.name`),
      name(member.text('alias'), 'business', `${list}.alias`),
      name(member.text('english_name'), 'business', `${list}.english_name`),
    ];
    const userid = member.text('userid');
    member.leave('errcode', 'errmsg');
    this.#person(file, userid, where, names, member.rest(`${list}.`));
  }

  /** A robot of the company's. Names: `get_robot_info` of the archive's interface, `document/path/91774`, as public wrappers carry it. */
  #robot(file: EvidenceFile, robot: JsonFields, where: string): void {
    const names = [name(robot.text('name'), 'business', 'robot.name')];
    this.#person(file, robot.text('robot_id'), where, names, robot.rest('robot.'));
  }

  /** A department is kept beside the accounts, as one that is no person's: by its number. */
  #department(file: EvidenceFile, one: JsonFields, where: string): void {
    const number = one.whole('id') ?? one.text('id');
    const names = [
      name(one.text('name'), 'business', 'department.name'),
      name(one.text('name_en'), 'business', 'department.name_en'),
    ];
    this.#person(file, number === null ? null : `${DEPARTMENT}${number}`, where, names, one.rest('department.'));
  }

  #customer(file: EvidenceFile, customer: JsonFields, followers: readonly JsonFields[], path: string): void {
    const names = [
      name(customer.text('name'), 'self', 'external_contact.name'),
      ...followers.map((one) => name(one.text('remark'), 'other-account', 'follow_user.remark')),
    ];
    const identifier = customer.text('external_userid');
    const stored = Object.assign({}, ...followers.map((one, index) => one.rest(`follow_user.${index + 1}.`))) as StoredColumns; // prettier-ignore
    this.#person(file, identifier, path, names, { ...customer.rest('external_contact.'), ...stored });
  }

  #group(file: EvidenceFile, group: JsonFields, path: string): void {
    const id = group.text('chat_id');
    if (id === null) {
      this.#unnamed.push(path);
      return;
    }
    const owner = group.text('owner');
    const admins = new Set(group.objects('admin_list').map((one) => one.text('userid')));
    const members: [string, ListedMember][] = [];
    for (const [index, member] of group.objects('member_list').entries()) {
      const userid = member.text('userid');
      const where = `${path}/member_list/${index}`;
      if (userid === null) {
        this.#unnamed.push(where);
        continue;
      }
      const joined = timeIn(member, 'join_time', 'joined');
      const names = [
        name(member.text('name'), 'self', 'member_list.name'),
        name(member.text('group_nickname'), 'other-account', 'member_list.group_nickname'),
      ];
      members.push([
        userid,
        {
          role: userid === owner ? 'owner' : admins.has(userid) ? 'admin' : 'member',
          joined,
          from: at(file, where),
          stored: member.rest('member_list.'),
        },
      ]);
      this.#person(file, userid, where, names);
    }
    const created = timeIn(group, 'create_time', 'created');
    this.groups.set(id, {
      from: at(file, path),
      title: group.text('name'),
      description: group.text('notice'),
      created,
      members: new Map(members),
      stored: group.rest('group_chat.'),
    });
  }

  #person(
    file: EvidenceFile,
    identifier: string | null,
    path: string,
    names: readonly (AccountName | null)[],
    stored: StoredColumns = {},
  ): void {
    // prettier-ignore
    if (identifier === null) {
      this.#unnamed.push(path);
      return;
    }
    const known = this.people.get(identifier);
    const from = at(file, path);
    const all = [...(known?.names ?? []), ...names.filter((one) => one !== null)];
    const distinct = all.filter((one, index) => all.findIndex((other) => isSame(one, other)) === index);
    this.people.set(identifier, {
      from: known === undefined ? from : { ...from, at: [...known.from.at, ...from.at] },
      names: distinct,
      stored: joined(known?.stored ?? {}, stored),
    });
  }
}

/** The pieces of a list that holds an object; of a list of numbers alone, as the departments of a member are, none. */
function piecesIn(answer: JsonFields, name: string): readonly (JsonFields | null)[] {
  const value = answer.peek(name);
  return Array.isArray(value) && value.some((one) => JsonFields.of(one) !== null) ? answer.pieces(name) : [];
}

const UNNAMED = 'An entry of the list names nobody in a form that is known; no record was made of it.';

/** What two lists say under one name stands side by side: neither takes the place of the other. */
function joined(known: StoredColumns, more: StoredColumns): StoredColumns {
  const all = new Map(Object.entries(known));
  for (const [name, value] of Object.entries(more)) {
    let free = name;
    for (let count = 2; all.has(free) && all.get(free) !== value; count += 1) free = `${name} (${count})`;
    all.set(free, value);
  }
  return Object.fromEntries(all);
}

/** A time in seconds; null where there is none, and where it is no such time: it is then carried as stored. */
function timeIn(fields: JsonFields, name: string, meaning: TimeMeaning): Timestamp | null {
  const seconds = fields.peek(name);
  const time = Number.isSafeInteger(seconds) ? readTimestamp(Number(seconds), 'unix-s', meaning) : null;
  if (time !== null) fields.leave(name);
  return time;
}

/** The answers of a file, null for a piece that is no object; null for text that is not whole JSON. */
function answersOf(text: string): readonly (JsonFields | null)[] | null {
  const plain = text.replace(/^\uFEFF/u, '').trim();
  if (!plain.startsWith('[')) {
    const one = parseObject(plain);
    return one === null ? null : [one];
  }
  return parseObject(`{"answers":${plain}}`)?.pieces('answers') ?? null;
}

function at(file: EvidenceFile, path: string): Provenance {
  return { at: [{ kind: 'node', file: file.sha256, path: path === '' ? '/' : path }], state: 'live' };
}

function name(text: string | null, givenBy: AccountName['givenBy'], column: string): AccountName | null {
  return text === null ? null : { name: text, givenBy, column };
}

function isSame(a: AccountName, b: AccountName): boolean {
  return a.name === b.name && a.givenBy === b.givenBy && a.column === b.column;
}
