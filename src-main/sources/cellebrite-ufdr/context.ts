import type { EvidenceFile } from '../../evidence/index.ts';
import type { Issue, Locator, Provenance, Stored, StoredColumns } from '../../model/index.ts';
import type { FileBook, OriginBook } from './books.ts';
import { UNSTATED_RECOVERY, deletedRecovery } from './codes.ts';
import type { FieldValue, Model, Span } from './model.ts';
import type { People } from './people.ts';
import { isSecret } from './secrets.ts';

/** What the records of one report need to be made. */
export interface Context {
  readonly file: EvidenceFile;
  readonly people: People;
  readonly files: FileBook;
  readonly origins: OriginBook;
}

/** Stored values of one record beyond this many are counted, not kept. */
const MOST_STORED = 200;
/** A stored value longer than this is cut; the whole lies at the record's bytes. */
const LONGEST_STORED = 10_000;

/** Where a record was read and what the tool says of its state; `values` are the bytes of values that it is known by. */
export function provenanceOf(context: Context, model: Model, ...values: readonly (FieldValue | null)[]): Provenance {
  const file = context.file.sha256;
  const at: [Locator, ...Locator[]] = [{ kind: 'bytes', file, ...model.span }];
  for (const value of values)
    if (value !== null && value.span.length > 0) at.push({ kind: 'bytes', file, ...value.span });
  switch (model.deletedState) {
    case 'Intact':
      return { at, state: 'live' };
    case 'Trash':
      return { at, state: 'marked-deleted' };
    case 'Deleted':
      return { at, state: 'recovered', recovery: deletedRecovery(model.confidence) };
    default:
      return { at, state: 'recovered', recovery: UNSTATED_RECOVERY };
  }
}

/**
 * Of accounts, participants and parts, with the bytes of what else gives them values. Their state is a stored value: the tool leaves it
 * open as a rule.
 */
export function partProvenance(context: Context, model: Model, ...more: readonly (Span | undefined)[]): Provenance {
  const file = context.file.sha256;
  const at: [Locator, ...Locator[]] = [{ kind: 'bytes', file, ...model.span }];
  for (const span of more) if (span !== undefined) at.push({ kind: 'bytes', file, ...span });
  return { at, state: 'live' };
}

/**
 * Values that are carried and not interpreted: what the element states of itself, where the tool read it, and the fields and parts
 * that `used` does not name, each by its path.
 */
export function storedOf(context: Context, model: Model, used: ReadonlySet<string>): StoredColumns {
  const stored: Record<string, Stored> = { model_type: model.type };
  const put = (name: string, value: string | null): void => {
    if (value !== null && value !== '') stored[name] = value.slice(0, LONGEST_STORED);
  };
  put('model_id', model.id);
  put('deleted_state', model.deletedState);
  put('decoding_confidence', model.confidence);
  put('source_index', model.sourceIndex);
  put('extractionId', model.extractionId);
  if (model.isRelated?.toLowerCase() !== 'false') put('isrelated', model.isRelated);
  for (const [index, origin] of context.origins.get(model.id).entries()) {
    const which = index === 0 ? '' : `_${index + 1}`;
    put(`source_file${which}`, origin.path);
    put(`source_table${which}`, origin.table);
    put(`source_offset${which}`, origin.offset);
    put(`source_file_id${which}`, origin.fileId);
    if (index >= 9) break;
  }
  const rest = { left: MOST_STORED, out: 0 };
  flatten(model, '', used, rest, put);
  if (rest.out > 0) stored.values_not_kept = rest.out;
  return stored;
}

function flatten(
  model: Model,
  prefix: string,
  used: ReadonlySet<string>,
  rest: { left: number; out: number },
  put: (name: string, value: string | null) => void,
): void {
  const take = (name: string, value: string): void => {
    if (value === '') return;
    if (rest.left === 0) rest.out += 1;
    else {
      rest.left -= 1;
      put(name, value);
    }
  };
  for (const [field, values] of model.fields) {
    if (prefix === '' && used.has(field)) continue;
    const secret = isSecret(model, field);
    for (const [index, value] of values.entries()) {
      const name = `${prefix}${field}${values.length > 1 ? `[${index}]` : ''}`;
      if (!secret) take(name, value.text);
      else if (value.text !== '') take(`${name}.kept_out`, `${value.span.length} bytes at ${value.span.offset}`);
    }
  }
  for (const { field, name, id } of model.nodes) take(`${prefix}${field}`, name === null ? id : `${name} ${id}`);
  if (prefix === '')
    for (const [index, { id, isModel }] of model.jumps.entries())
      take(`${isModel ? 'jump_to_model' : 'jump_to_file'}[${index}]`, id);
  for (const [field, parts] of model.models) {
    if (prefix === '' && used.has(field)) continue;
    for (const [index, part] of parts.entries()) {
      const inner = `${prefix}${field}${parts.length > 1 ? `[${index}]` : ''}.`;
      take(`${inner}type`, part.type === '' ? '' : part.type);
      flatten(part, inner, used, rest, put);
    }
  }
}

/** An issue of one model. */
export function modelIssue(
  context: Context,
  model: Model,
  severity: Issue['severity'],
  code: Issue['code'],
  stored: string | null,
  detail: string,
): Issue {
  return {
    kind: 'issue',
    severity,
    code,
    from: { at: [{ kind: 'bytes', file: context.file.sha256, ...model.span }], state: 'live' },
    where: `${context.file.path} ${model.type}`,
    stored,
    detail,
  };
}

/** An issue of the report as a whole. */
export function reportIssue(
  file: EvidenceFile,
  severity: Issue['severity'],
  code: Issue['code'],
  stored: string | null,
  detail: string,
): Issue {
  return { kind: 'issue', severity, code, from: null, where: file.path, stored, detail };
}
