/** A piece of evidence text: a run that may be printed as it is, or the name of a character that has no shape of its own. */
export type Segment =
  | { readonly kind: 'run'; readonly text: string }
  /** `name` is `U+` and the code point in hexadecimal, at least four digits. */
  | { readonly kind: 'mark'; readonly name: string };

/** Flags of parts of countries are written with tag characters after a black flag (Unicode Technical Standard 51, 1.4.9). */
const TAG_FLAG = String.raw`\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,12}\u{E007F}`;

/**
 * Characters that hide, that turn the reading order, or that stand for nothing: controls but tab and line feed, soft
 * hyphen, fillers, zero-width space, direction marks, embeddings, overrides and isolates, word joiner and invisible
 * operators, byte-order mark, interlinear marks, private use, tags, supplementary variation selectors, noncharacters
 * and lone surrogates. Zero-width joiner and non-joiner and the variation selectors 15 and 16 stay: emoji and several
 * scripts are spelled with them.
 */
const HIDDEN = [
  String.raw`\r(?!\n)`,
  String.raw`[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD]`,
  String.raw`\u034F|\u061C|\u115F|\u1160|\u17B4|\u17B5|[\u180B-\u180F]`,
  String.raw`[\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164]`,
  String.raw`[\uFE00-\uFE0D]|\uFEFF|\uFFA0|[\uFFF0-\uFFFB]|[\u{E0000}-\u{E0FFF}]`,
  String.raw`\p{Private_Use}|\p{Surrogate}|\p{Noncharacter_Code_Point}`,
].join('|');

const PIECES = new RegExp(`(?<flag>${TAG_FLAG})|(?<hidden>${HIDDEN})`, 'gu');
const ANY = new RegExp(HIDDEN, 'u');

/** Cuts text into runs and named marks; joined again they hold the whole text, CR LF as a line feed. */
export function segments(text: string): readonly Segment[] {
  const plain = text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text;
  if (!ANY.test(plain)) return plain === '' ? [] : [{ kind: 'run', text: plain }];
  const parts: Segment[] = [];
  let from = 0;
  for (const match of plain.matchAll(PIECES)) {
    const hidden = match.groups?.hidden;
    if (hidden === undefined) continue;
    if (match.index > from) parts.push({ kind: 'run', text: plain.slice(from, match.index) });
    parts.push({ kind: 'mark', name: nameOf(hidden) });
    from = match.index + hidden.length;
  }
  if (from < plain.length) parts.push({ kind: 'run', text: plain.slice(from) });
  return parts;
}

/** The same as one line of text, marks in white square brackets, for tables that know no formatting. */
export function visible(text: string): string {
  return segments(text)
    .map((part) => (part.kind === 'run' ? part.text : `⟦${part.name}⟧`))
    .join('');
}

/** `U+` and the code point of the first character, hexadecimal. */
export function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

export interface Shortened {
  readonly text: string;
  /** Characters (UTF-16 units) left out at the end; 0 when the text is whole. */
  readonly left: number;
}

/** The first `limit` UTF-16 units, not cutting a pair in two, and how many are left out. */
export function shorten(text: string, limit: number): Shortened {
  if (text.length <= limit) return { text, left: 0 };
  const last = text.charCodeAt(limit - 1);
  const at = last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit;
  return { text: text.slice(0, at), left: text.length - at };
}
