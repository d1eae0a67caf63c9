import { isUtf8 } from 'node:buffer';
import { TextBytes, type RebuiltValue } from '../../sqlite/index.ts';

/** A statement of SQL with its parameters, which is read and never executed. */
export interface SignalStatement {
  readonly text: string;
  readonly values: readonly RebuiltValue[];
}

/** What a statement is: a row for a table, a declaration (of a table that SQLite does not keep for itself: `table`), or something that backups do not hold. */
export type StatementKind =
  | { readonly is: 'row'; readonly table: string; readonly marks: number }
  | { readonly is: 'table' | 'declaration' | 'other' };

/** As the app writes rows: every column by its place. Source: signalapp/Signal-Android, FullBackupExporter. */
const ROW = /^INSERT INTO (?<quote>["`]?)(?<table>[\w$]{1,200})\k<quote> VALUES ?\((?<marks>\?(?:, ?\?)*)\)$/iu;
const LONGEST_ROW = 10_000;
const KEPT_KINDS = 1000;

/** Tells statements apart by their text, each text once. */
export class StatementKinds {
  readonly #kinds = new Map<string, StatementKind>();

  of(text: string): StatementKind {
    const known = this.#kinds.get(text);
    if (known !== undefined) return known;
    const kind = kindOf(text);
    if (this.#kinds.size >= KEPT_KINDS) this.#kinds.clear();
    if (kind.is === 'row') this.#kinds.set(text, kind);
    return kind;
  }
}

function kindOf(text: string): StatementKind {
  if (text.length <= LONGEST_ROW) {
    const { table, marks } = ROW.exec(text)?.groups ?? {};
    if (table !== undefined && marks !== undefined) return { is: 'row', table, marks: marks.split(',').length };
  }
  if (!/^\s*CREATE\s/iu.test(text)) return { is: 'other' };
  return { is: /^\s*CREATE\s+TABLE\s+(?!["'`[]?sqlite_)/iu.test(text) ? 'table' : 'declaration' };
}

/** Keys of the fields, number and wire type together. Source: signalapp/Signal-Android, Backups.proto. */
const TEXT = 0x0a;
const PARAMETER = 0x12;
const OF_PARAMETER = { text: 0x0a, integer: 0x10, real: 0x19, blob: 0x22, isNull: 0x28 } as const;

/** Reads a statement; null where a field is cut off, of another kind, or a parameter has no value or several. */
export function readSignalStatement(bytes: Buffer): SignalStatement | null {
  const wire = new Wire(bytes, 0, bytes.length);
  const values: RebuiltValue[] = [];
  let text: string | null = null;
  while (wire.at < wire.end) {
    const key = bytes[wire.at];
    wire.at += 1;
    const length = key === TEXT || key === PARAMETER ? wire.length() : null;
    if (length === null) return null;
    const start = wire.at;
    wire.at += length;
    if (key === TEXT) {
      if (text !== null) return null;
      text = bytes.toString('utf8', start, wire.at);
    } else {
      const value = readParameter(new Wire(bytes, start, wire.at));
      if (value === undefined) return null;
      values.push(value);
    }
  }
  return text === null ? null : { text, values };
}

/** Undefined for what is no parameter. */
function readParameter(wire: Wire): RebuiltValue | undefined {
  const { bytes } = wire;
  const key = wire.at < wire.end ? bytes[wire.at] : undefined;
  wire.at += 1;
  let value: RebuiltValue | undefined;
  if (key === OF_PARAMETER.integer) value = wire.integer();
  else if (key === OF_PARAMETER.isNull) value = wire.integer() === 1n ? null : undefined;
  else if (key === OF_PARAMETER.real && wire.at + 8 <= wire.end) {
    value = bytes.readDoubleLE(wire.at);
    wire.at += 8;
  } else if (key === OF_PARAMETER.text || key === OF_PARAMETER.blob) {
    const length = wire.length();
    if (length === null) return undefined;
    const piece = bytes.subarray(wire.at, wire.at + length);
    value = key === OF_PARAMETER.blob ? piece : isUtf8(piece) ? piece.toString('utf8') : new TextBytes(piece);
    wire.at += length;
  }
  return wire.at === wire.end ? value : undefined;
}

/** A place in a message. */
class Wire {
  readonly bytes: Buffer;
  readonly end: number;
  at: number;

  constructor(bytes: Buffer, at: number, end: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** The length of what follows; null where it ends behind the message. */
  length(): number | null {
    const length = this.integer();
    return length === undefined || length < 0n || length > BigInt(this.end - this.at) ? null : Number(length);
  }

  /** A whole number of 64 bits with its sign; undefined where it is cut off. */
  integer(): bigint | undefined {
    let low = 0;
    for (let index = 0; index < 7 && this.at < this.end; index += 1) {
      const byte = this.bytes[this.at] ?? 0;
      this.at += 1;
      low += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return BigInt(low);
    }
    let value = BigInt(low);
    for (let index = 7; index < 10 && this.at < this.end; index += 1) {
      const byte = this.bytes[this.at] ?? 0;
      this.at += 1;
      value |= BigInt(byte & 0x7f) << BigInt(7 * index);
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    return undefined;
  }
}
