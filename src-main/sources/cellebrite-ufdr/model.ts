/** A run of bytes of report.xml. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** One value of a field, with the bytes between its CDATA marks or tags. */
export interface FieldValue {
  readonly text: string;
  readonly span: Span;
  /** The attribute `format`, for example `TimeStampKnown`; null without one. */
  readonly format: string | null;
  /** The attribute `formattedTimestamp`: the same time as the tool shows it, often with an offset that the value lacks. */
  readonly shown: string | null;
  /** True where the text is longer than is kept. */
  readonly isCut: boolean;
  /** True where its bytes are no UTF-8. */
  readonly isDamaged: boolean;
}

/** A `model` element of a report: one decoded artefact, or a part of one. */
export interface Model {
  readonly type: string;
  readonly id: string;
  /** As stored: Intact, Deleted, Trash, Missed, Unknown. */
  readonly deletedState: string | null;
  readonly confidence: string | null;
  /** The id of a `taggedFiles/file`, on attachments. */
  readonly fileId: string | null;
  readonly sourceIndex: string | null;
  readonly extractionId: string | null;
  /** The attribute `isrelated` as stored: what the tool means by it is not public. */
  readonly isRelated: string | null;
  /** The bytes of the whole element; of a chat those before its first message. */
  readonly span: Span;
  /** Field name to its values; a field that is empty is absent. */
  readonly fields: ReadonlyMap<string, readonly FieldValue[]>;
  /** Field name to the models in it. */
  readonly models: ReadonlyMap<string, readonly Model[]>;
  /** Ids of other models and files that it points to. */
  readonly jumps: readonly { readonly id: string; readonly isModel: boolean }[];
  /** Ids of files by the field that names them. */
  readonly nodes: readonly { readonly field: string; readonly name: string | null; readonly id: string }[];
  /** True where the model held more parts than are kept. */
  readonly isCut: boolean;
}

/** The first value of a field; null for one that is absent or empty. */
export function valueOf(model: Model | null | undefined, field: string): FieldValue | null {
  return model?.fields.get(field)?.[0] ?? null;
}

/** The text of a field's first value; null for one that is absent or empty. */
export function textOf(model: Model | null | undefined, field: string): string | null {
  const text = valueOf(model, field)?.text;
  return text === undefined || text === '' ? null : text;
}

const NONE: readonly Model[] = [];

/** The models of a field that holds one or several. */
export function modelsOf(model: Model | null | undefined, ...fields: readonly string[]): readonly Model[] {
  let found = NONE;
  if (model === null || model === undefined) return found;
  for (const field of fields) {
    const models = model.models.get(field);
    if (models !== undefined) found = found.length === 0 ? models : [...found, ...models];
  }
  return found;
}

/** Counts a model and all that lie in it, by type. */
export function countTypes(model: Model, into: Map<string, number>): void {
  into.set(model.type, (into.get(model.type) ?? 0) + 1);
  for (const parts of model.models.values()) for (const part of parts) countTypes(part, into);
}
