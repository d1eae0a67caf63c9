import { xmlTexts } from './xml-texts.ts';

/** White space around the text of an element is how a page is set, not what it says. */
function* pageTexts(run: string): Generator<string> {
  if (run.startsWith('<div')) for (const one of xmlTexts(run)) yield one.trim();
}

/** The text is that of an element of a run of HTML. */
export function holdsPageText(run: string, text: string): boolean {
  for (const one of pageTexts(run)) if (one === text) return true;
  return false;
}

/**
 * A type that a parser makes of a page: `class: title`, of which the class is an element's and the title a text; or the words of a
 * line that the app wrote, in their order, with the names in it left out.
 */
export function isMadeOfPage(run: string, text: string): boolean {
  const [, name, title] = /^(\w+): (.*)$/su.exec(text) ?? [];
  if (name !== undefined && title !== undefined)
    return new RegExp(`class="(?:[^"]* )?${name}(?: [^"]*)?"`, 'u').test(run) && holdsPageText(run, title);
  const words = text.split(' ');
  if (words.length < 2) return false;
  for (const one of pageTexts(run)) if (standInOrder(words, one.split(/\s+/u))) return true;
  return false;
}

function standInOrder(words: readonly string[], among: readonly string[]): boolean {
  let at = -1;
  return words.every((word) => {
    at = among.indexOf(word, at + 1);
    return at !== -1;
  });
}
