/** Invisible marks that direct text: not part of a name. */
const MARKS = /[\uFEFF\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** The longest name that is taken for an author; longer runs before a colon are the app's own sentences. */
const LONGEST_NAME = 120;

/** Words of the longest name that is taken for an author where it occurs once. */
const MOST_WORDS = 8;

/** A line's rest cut at the author's colon. `start` is where the text begins, in UTF-16 units from the rest's start. */
export interface Authored {
  readonly author: string;
  readonly start: number;
}

/** The author's name without marks and outer blanks; its inner characters stay as stored. */
export function cleanName(stored: string): string {
  return stored.replace(MARKS, '').trim();
}

/** Cuts at the first colon; null when no name can stand before it. Counting names over a file needs only this. */
export function cutAtColon(rest: string): Authored | null {
  const at = rest.indexOf(':');
  if (at < 1 || at > LONGEST_NAME) return null;
  const author = cleanName(rest.slice(0, at));
  if (author === '') return null;
  return { author, start: textStart(rest, at) };
}

/**
 * Cuts a line's rest into author and text. `names` counts how often each name stands before the first colon in the
 * whole file. A name that itself holds a colon is found among the names that occur with it; a sentence of the app with a
 * colon in it (`Ada changed the subject to "a: b"`) is known by its single occurrence and its beginning with a name.
 */
export function cutAuthor(rest: string, names: ReadonlyMap<string, number>): Authored | null {
  const cut = cutAtColon(rest);
  if (cut === null) return null;
  const count = names.get(cut.author) ?? 0;
  if (count < 2 && looksLikeSentence(cut.author, names)) return null;
  return cut;
}

/** A sentence of the app: quotes, more words than names have, or three words and more behind a name that occurs by itself. */
function looksLikeSentence(author: string, names: ReadonlyMap<string, number>): boolean {
  if (/["“”«»„「」]/u.test(author)) return true;
  const words = author.split(/\s+/u);
  if (words.length > MOST_WORDS) return true;
  for (let at = author.indexOf(' '); at > 0; at = author.indexOf(' ', at + 1))
    if ((names.get(author.slice(0, at)) ?? 0) >= 2 && author.slice(at).trim().split(/\s+/u).length >= 3) return true;
  return false;
}

/** Behind the colon one blank belongs to the layout, whichever blank it is. */
function textStart(rest: string, colon: number): number {
  const next = rest.charAt(colon + 1);
  return next === ' ' || next === '\u00A0' || next === '\u202F' ? colon + 2 : colon + 1;
}
