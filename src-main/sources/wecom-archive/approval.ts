import type { Issue, StoredColumns } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { companyEvent, placeOf, secondsOf } from './company-event.ts';
import type { CompanyEvent, Entry } from './company-event.ts';
import { exportIssue } from '../export-issue.ts';

/**
 * `sp_status` of a request. Source: documentation of `oa/getapprovaldetail` (`developer.work.weixin.qq.com/document/path/91983`), as
 * carried by public wrappers.
 */
const STATES: ReadonlyMap<number, string> = new Map([
  [1, 'pending'],
  [2, 'approved'],
  [3, 'rejected'],
  [4, 'withdrawn'],
  [6, 'revoked after approval'],
  [7, 'deleted'],
  [10, 'paid'],
]);

/** `sp_status` of one approver in `sp_record`, and `sp_yj` in `process_list`. Source: the same. */
const STEP_STATES: ReadonlyMap<number, string> = new Map([
  [1, 'pending'],
  [2, 'agreed'],
  [3, 'rejected'],
  [4, 'transferred'],
  [11, 'returned'],
  [12, 'approver-added'],
  [13, 'agreed-and-approver-added'],
  [14, 'handled'],
  [15, 'handed-over'],
]);

/** Steps and comments of one request beyond this many stay in its own record, with an issue. */
const MOST_STEPS = 1_000;

/**
 * A request for approval: the request itself, and what approvers did and wrote at times of their own. What was asked for (`apply_data`),
 * and the steps as a whole, are carried as JSON with the request.
 */
export function* approvalOf(entry: Entry): Generator<CompanyEvent> {
  const { fields } = entry;
  const applyer = fields.object('applyer');
  const applicant = applyer?.text('userid') ?? null;
  const [steps, told] = [stepsOf(entry), listOf(fields.peek('notifyer')).flatMap(({ one }) => useridIn(one))];
  const asked = steps.map(({ userid }) => userid).filter((one) => one !== null);
  const title = fields.text('sp_name');
  const { stored, issues } = stateOf(entry, 'sp_status', STATES);
  const left = steps.length - MOST_STEPS;
  if (left > 0) issues.push(exportIssue(entry.file, placeOf(entry), 'warning', 'size-limit', String(left), 'Steps and comments of this approval beyond a thousand are not events of their own; they stand in the request as stored.')); // prettier-ignore
  yield companyEvent(entry, {
    type: 'approval',
    actor: applicant,
    others: [...asked, ...told],
    times: [secondsOf(fields, 'apply_time', 'created')],
    body: title,
    stored: { ...stored, ...applyer?.rest('applyer.'), ...fields.rest('') },
    issues,
  });
  const request = { sp_no: fields.text('sp_no'), sp_name: title };
  for (const step of steps.slice(0, MOST_STEPS)) if (step.hasActed) yield stepEvent(step, request);
}

/**
 * Requests as the interface gave them before: with names of approvers in place of their identifiers, and no time of what they did. Names:
 * documentation of `corp/getapprovaldata` (`developer.work.weixin.qq.com/document/path/91530`). What its `sp_status` says is left as stored.
 */
export function oldApprovalsIn(answer: JsonFields): readonly (JsonFields | null)[] {
  const all = answer.peek('data');
  const first = Array.isArray(all) ? JsonFields.of(all.find((one) => JsonFields.of(one) !== null)) : null;
  return first?.has('sp_num') === true && first.has('apply_user_id') ? answer.pieces('data') : [];
}

export function oldApprovalOf(entry: Entry): CompanyEvent {
  const { fields } = entry;
  return companyEvent(entry, {
    type: 'approval',
    actor: fields.text('apply_user_id'),
    others: [],
    times: [secondsOf(fields, 'apply_time', 'created')],
    body: fields.text('spname'),
    stored: fields.rest(''),
    issues: [],
  });
}

/** Something that an approver did, or somebody wrote, in a request. */
interface Step {
  readonly entry: Entry;
  readonly userid: string | null;
  readonly time: 'sptime' | 'commenttime';
  readonly state: 'sp_status' | 'sp_yj' | null;
  readonly words: 'speech' | 'commentcontent';
  /** False for an approver who did nothing yet: a time of 0. Source: documentation of `sptime`. */
  readonly hasActed: boolean;
}

/** Steps in the order stored. A request that lists them in both ways names the same twice: `process_list`, the later one, is taken then. */
function stepsOf({ file, path, fields }: Entry): readonly Step[] {
  const old = listOf(fields.peek('sp_record')).flatMap(({ one: node, index }) =>
    listOf(node.details).map(({ one, index: number }) => ({
      one,
      at: `${path}/sp_record/${index}/details/${number}`,
      userid: useridIn(one.approver)[0] ?? null,
      time: 'sptime' as const,
      state: 'sp_status' as const,
      words: 'speech' as const,
    })),
  );
  const nodes = listOf(JsonFields.of(fields.peek('process_list'))?.peek('node_list'));
  const later = nodes.flatMap(({ one: node, index }) =>
    listOf(node.sub_node_list).map(({ one, index: number }) => ({
      one,
      at: `${path}/process_list/node_list/${index}/sub_node_list/${number}`,
      userid: useridIn(one)[0] ?? null,
      time: 'sptime' as const,
      state: 'sp_yj' as const,
      words: 'speech' as const,
    })),
  );
  const comments = listOf(fields.peek('comments')).map(({ one, index }) => ({
    one,
    at: `${path}/comments/${index}`,
    userid: useridIn(one.commentUserInfo)[0] ?? null,
    time: 'commenttime' as const,
    state: null,
    words: 'commentcontent' as const,
  }));
  return [...(later.length > 0 ? later : old), ...comments].map(({ one, at, ...step }) => ({
    ...step,
    entry: { file, path: at, fields: new JsonFields(one) },
    hasActed: step.state === null || !(one[step.time] === undefined || one[step.time] === 0 || one[step.time] === '0'),
  }));
}

function stepEvent({ entry, userid, time, state, words }: Step, request: StoredColumns): CompanyEvent {
  const { fields } = entry;
  const { stored, issues } = state === null ? { stored: {}, issues: [] } : stateOf(entry, state, STEP_STATES);
  const when = secondsOf(fields, time, state === null ? 'created' : 'changed');
  const body = fields.text(words);
  const kind = state === null ? 'comment' : 'step';
  const columns = { kind, ...request, ...stored, ...fields.rest('') };
  return companyEvent(entry, { type: 'approval-step', actor: userid, others: [], times: [when], body, stored: columns, issues }); // prettier-ignore
}

/** The state as stored and by a word of the documentation; a number without such a word is an issue. */
function stateOf(
  entry: Entry,
  name: string,
  known: ReadonlyMap<number, string>,
): { readonly stored: StoredColumns; readonly issues: Issue[] } {
  const { fields, file } = entry;
  const state = fields.whole(name);
  if (state === null) return { stored: {}, issues: [] };
  const word = known.get(state) ?? 'unknown';
  const unknown = exportIssue(file, placeOf(entry), 'warning', 'unknown-code', String(state), 'A state of an approval that is not known; it is kept as stored.'); // prettier-ignore
  return { stored: { [name]: state, 'state in a word': word }, issues: known.has(state) ? [] : [unknown] };
}

/** The objects of a list, each with its place in it. */
function listOf(
  value: unknown,
): readonly { readonly one: Readonly<Record<string, unknown>>; readonly index: number }[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [];
  return all.flatMap((one, index) => {
    const isObject = typeof one === 'object' && one !== null && !Array.isArray(one);
    return isObject ? { one: one as Readonly<Record<string, unknown>>, index } : [];
  });
}

function useridIn(value: unknown): readonly string[] {
  const userid = JsonFields.of(value)?.text('userid') ?? null;
  return userid === null ? [] : [userid];
}
