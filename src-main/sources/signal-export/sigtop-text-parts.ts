import { textOf } from './blocks.ts';
import { longStated } from './times.ts';
import type { TimeStated } from './times.ts';

/** The answered message, as the text copies it. */
export interface QuotedPart {
  readonly from: string | null;
  readonly sent: string | null;
  readonly text: string | null;
  /** Its other lines, such as those of files. */
  readonly others: readonly string[];
}

/** One wording of an edited message. */
export interface VersionPart {
  readonly sent: TimeStated | null;
  readonly files: readonly string[];
  readonly quote: QuotedPart | null;
  readonly text: string | null;
}

/** What the lines of one message are. */
export interface TextParts {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly quote: QuotedPart | null;
  /** As written: the newest first. */
  readonly versions: readonly VersionPart[];
  readonly text: string | null;
  /** Lines of an edited message that belong to none of its wordings. */
  readonly rest: string | null;
}

const FIELD = /^([A-Z][a-z]+): (.*)$/su;
const QUOTED = '> From: ';

/** Source: tbvdm/sigtop at ba5e72157b7767d067b225a3fe193288ae23b1d8, cmd/sigtop/fmt_text.go. */
export function partsOf(lines: readonly string[]): TextParts {
  const { fields, at } = fieldsIn(lines);
  const edited = fields.find(([name]) => name === 'Edited')?.[1];
  const count = /^(\d{1,6}) versions$/u.exec(edited ?? '')?.[1];
  if (count !== undefined) return { fields, quote: null, text: null, ...versionsIn(lines.slice(at), Number(count)) };
  return { fields, versions: [], rest: null, ...wordsIn(lines.slice(at)) };
}

function fieldsIn(lines: readonly string[]): { readonly fields: TextParts['fields']; readonly at: number } {
  const fields: (readonly [string, string])[] = [];
  let at = 0;
  for (; at < lines.length; at += 1) {
    const found = FIELD.exec(lines[at] ?? '');
    if (found === null) break;
    fields.push([found[1] ?? '', found[2] ?? '']);
  }
  return { fields, at };
}

/** Behind the fields: an empty line before the answered message, and one before the words. */
function wordsIn(lines: readonly string[]): { readonly quote: QuotedPart | null; readonly text: string | null } {
  if (lines[0] !== '' || lines[1]?.startsWith(QUOTED) !== true)
    return { quote: null, text: textOf(lines[0] === '' ? lines.slice(1) : lines) };
  let end = 1;
  while (lines[end]?.startsWith('>') === true) end += 1;
  const quote = quotedIn(lines.slice(1, end).map((line) => line.replace(/^> ?/u, '')));
  return { quote, text: textOf(lines.slice(lines[end] === '' ? end + 1 : end)) };
}

function quotedIn(lines: readonly string[]): QuotedPart {
  const { fields, at } = fieldsIn(lines);
  const one = (name: string): string | null => fields.find(([field]) => field === name)?.[1] ?? null;
  const others = fields.filter(([field]) => field !== 'From' && field !== 'Sent').map((field) => field.join(': '));
  return { from: one('From'), sent: one('Sent'), text: textOf(lines.slice(lines[at] === '' ? at + 1 : at)), others };
}

/** Each wording has its number, counted down, and a stroke before each line. */
function versionsIn(lines: readonly string[], count: number): Pick<TextParts, 'versions' | 'rest'> {
  const starts: number[] = [];
  for (const [place, line] of lines.entries()) if (line === `| Version: ${count - starts.length}`) starts.push(place);
  const versions = starts.map((start, index) => versionIn(lines.slice(start, starts[index + 1]).filter((line) => line.startsWith('|')))); // prettier-ignore
  const rest = textOf(lines.filter((line, place) => line !== '' && (place < (starts[0] ?? Infinity) || !line.startsWith('|')))); // prettier-ignore
  return { versions, rest };
}

function versionIn(stroked: readonly string[]): VersionPart {
  const lines = stroked.map((line) => line.replace(/^\| ?/u, ''));
  const { fields, at } = fieldsIn(lines);
  const files = fields.filter(([name]) => name === 'Attachment').map(([, value]) => value);
  const sent = longStated(fields.find(([name]) => name === 'Sent')?.[1] ?? null);
  return { sent, files, ...wordsIn(lines.slice(at)) };
}
