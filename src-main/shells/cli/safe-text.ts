/**
 * Characters that could move the cursor, reorder or hide text in a terminal: controls, line separators, bidirectional
 * controls, invisible format characters and tags, lone surrogates. Joiners stay: emoji and several scripts need them.
 */

const UNSAFE =
  /[\p{Cc}\u{AD}\u{61C}\u{200B}\u{200E}\u{200F}\u{2028}-\u{202E}\u{2060}-\u{206F}\u{FEFF}\u{FFF9}-\u{FFFB}\u{E0000}-\u{E007F}\p{Surrogate}]/gu;

/** Evidence text for a terminal: unsafe characters are written as `\u{…}`, line ends as `\n`, and nothing is dropped. */
export function safeText(text: string): string {
  return text.replace(UNSAFE, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;
  });
}

/** The same, cut to about `length` characters with an ellipsis. */
export function safeExcerpt(text: string, length: number): string {
  const characters = Array.from(text.slice(0, length * 4));
  const cut = characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : characters.join('');
  return safeText(cut);
}
