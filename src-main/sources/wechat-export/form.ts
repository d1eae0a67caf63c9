import type { Locator } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import type { ConversationStated, Exported, MemberStated } from './exported.ts';
import type { FileFacts } from './file-facts.ts';
import type { Layout, Row } from './rows.ts';

/** What a row is: a message, a statement about conversation, accounts or tool, or something that is passed over, with the reason. */
export type RowRole = 'message' | 'statement' | { readonly passed: string };

/** A statement of a name that the form has no reading of. */
export const UNREAD: RowRole = { passed: 'statement that is not read' };

/** Pictures may be megabytes, and are no statement. */
export const PICTURES: RowRole = { passed: 'pictures of accounts' };

/** One form of export: how it is known, cut into rows, and what its fields say. */
export interface Form {
  readonly variant: string;
  readonly layout: Layout;
  /** The layout of one file, where the tool writes files of several. */
  layoutOf?(path: string): Layout;
  /** True where times are wall clocks without a zone. */
  readonly asksZone: boolean;
  /** True where lines of the app bear no mark by which they are told from messages. */
  readonly marksNoLines?: boolean;
  /** Whether a file begins so. `head`: its first bytes as text, without mark of order and white space before them. */
  recognises(head: string): boolean;
  /** Whether the first mebibyte of a file that begins so is of this form, where the beginning alone does not tell. */
  confirms?(head: string): boolean;
  /** The folder of all files that are one source with this one; left out where it is the file's own. */
  sourceFolder?(path: string): string;
  role(row: Row): RowRole;
  /** Takes what a statement says. */
  state(row: Row, facts: FileFacts, at: Locator): void;
  /** The conversations that statements name, as messages give them; left out where none does. */
  conversations?(facts: FileFacts): readonly ConversationStated[];
  /** A list of accounts that the tool writes beside its files: its name, and what one of its members says. */
  readonly beside?: { readonly name: string; member(row: Row): MemberStated | null };
  /** Reads a message; takes from the fields what it uses. */
  read(fields: JsonFields, facts: FileFacts, row: Row): Exported;
}

/** The columns of a CSV form, in order, as its first record. */
export function beginsWithColumns(head: string, columns: string): boolean {
  const line = (/^[^\r\n]*/u.exec(head)?.[0] ?? '').replaceAll('"', '');
  return line === columns || line.startsWith(`${columns},`);
}

/** Roles of a CSV form: the first record names the columns. */
export function columnRole({ path }: Row): RowRole {
  return path[0] === 'header' ? 'statement' : 'message';
}
