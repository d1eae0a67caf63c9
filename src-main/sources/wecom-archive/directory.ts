import type { EvidenceFile } from '../../evidence/tree.ts';
import { readTimestamp } from '../../model/index.ts';
import type { AccountName, Extracted, Participant, Provenance, StoredColumns } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { approvalOf, checkInOf } from './company-records.ts';
import type { CompanyEvent } from './company-records.ts';
import { archiveIssue } from './issues.ts';
import { DEPARTMENT } from './people.ts';
import type { Listed } from './people.ts';
import type { ListedGroup } from './rooms.ts';
import { parseObject } from '../json-object.ts';

/** What the company's own lists say of accounts and groups. Memory grows with their number. */
export class Directory {
  readonly people = new Map<string, Listed>();
  readonly groups = new Map<string, ListedGroup>();
  /** Attendance and approvals. */
  readonly events: CompanyEvent[] = [];

  /**
   * Reads one list, as the service's directory interface answers: members of the company, one customer, one group; or several such
   * answers in an array. Yields an issue for what is none of them, and the account of its entries.
   */
  *add(file: EvidenceFile, text: string): Generator<Extracted> {
    const answers = answersOf(text);
    if (answers === null) {
      yield archiveIssue(file, null, 'error', 'undecodable-payload', null, 'The file begins like a list of the company and is not whole JSON; no name was read from it.'); // prettier-ignore
      return;
    }
    let used = 0;
    for (const [index, answer] of answers.entries()) {
      const path = answers.length === 1 && !text.trimStart().startsWith('[') ? '' : `/${index}`;
      if (answer !== null && this.#answer(file, answer, path)) used += 1;
    }
    const left = answers.length - used;
    yield {
      kind: 'tally',
      file: file.sha256,
      table: 'answers',
      rows: answers.length,
      used,
      skipped:
        left === 0 ? {} : { 'no list of members, departments, customers, groups, attendance or approvals': left },
    };
  }

  #answer(file: EvidenceFile, answer: JsonFields, path: string): boolean {
    const group = answer.object('group_chat');
    const customer = answer.object('external_contact');
    const members = answer.objects('userlist');
    const departments = answer.objects('department');
    const checkIns = answer.objects('checkindata');
    const approval = answer.peek('info') === undefined ? null : answer.object('info');
    const isMember = departments.length === 0 && answer.has('userid') && Array.isArray(answer.peek('department'));
    if (group !== null) this.#group(file, group, `${path}/group_chat`);
    if (customer !== null) this.#customer(file, customer, answer.objects('follow_user'), path);
    for (const [index, member] of members.entries()) {
      const where = `${path}/userlist/${index}`;
      this.#member(file, member, where, 'userlist');
    }
    if (isMember) this.#member(file, answer, path, 'user');
    for (const [index, one] of departments.entries()) this.#department(file, one, `${path}/department/${index}`);
    for (const [index, one] of checkIns.entries()) this.events.push(checkInOf(file, one, `${path}/checkindata/${index}`)); // prettier-ignore
    const isApproval = approval?.has('sp_no') === true;
    if (approval !== null && isApproval) this.events.push(approvalOf(file, approval, `${path}/info`));
    const lists = members.length + departments.length + checkIns.length;
    return group !== null || customer !== null || lists > 0 || isMember || isApproval;
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

  /** A department is kept beside the accounts, as one that is no person's: by its number. */
  #department(file: EvidenceFile, one: JsonFields, where: string): void {
    const number = one.whole('id');
    const names = [
      name(one.text('name'), 'business', 'department.name'),
      name(one.text('name_en'), 'business', 'department.name_en'),
    ];
    this.#person(file, number === null ? null : `${DEPARTMENT}${number}`, where, names, one.rest('department.'));
  }

  #customer(file: EvidenceFile, customer: JsonFields, followers: readonly JsonFields[], path: string): void {
    this.#person(file, customer.text('external_userid'), path, [
      name(customer.text('name'), 'self', 'external_contact.name'),
      ...followers.map((one) => name(one.text('remark'), 'other-account', 'follow_user.remark')),
    ]);
  }

  #group(file: EvidenceFile, group: JsonFields, path: string): void {
    const id = group.text('chat_id');
    if (id === null) return;
    const owner = group.text('owner');
    const admins = new Set(group.objects('admin_list').map((one) => one.text('userid')));
    const members: [string, Pick<Participant, 'role' | 'joined'> & { readonly from: Provenance }][] = [];
    for (const [index, member] of group.objects('member_list').entries()) {
      const userid = member.text('userid');
      if (userid === null) continue;
      const where = `${path}/member_list/${index}`;
      const joined = member.whole('join_time');
      members.push([
        userid,
        {
          role: userid === owner ? 'owner' : admins.has(userid) ? 'admin' : 'member',
          joined: joined === null ? null : readTimestamp(joined, 'unix-s', 'joined'),
          from: at(file, where),
        },
      ]);
      this.#person(file, userid, where, [
        name(member.text('name'), 'self', 'member_list.name'),
        name(member.text('group_nickname'), 'other-account', 'member_list.group_nickname'),
      ]);
    }
    const created = group.whole('create_time');
    this.groups.set(id, {
      from: at(file, path),
      title: group.text('name'),
      description: group.text('notice'),
      created: created === null ? null : readTimestamp(created, 'unix-s', 'created'),
      members: new Map(members),
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
    if (identifier === null) return;
    const known = this.people.get(identifier);
    const from = at(file, path);
    const all = [...(known?.names ?? []), ...names.filter((one) => one !== null)];
    const distinct = all.filter((one, index) => all.findIndex((other) => isSame(one, other)) === index);
    this.people.set(identifier, {
      from: known === undefined ? from : { ...from, at: [...known.from.at, ...from.at] },
      names: distinct,
      stored: { ...known?.stored, ...stored },
    });
  }
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
