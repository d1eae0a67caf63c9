import { decodeHtmlReferences } from '../../evidence/decode/html-references.ts';
import { contentKindOf } from './codes-message.ts';

/** Characters that are looked through for the words of one row: a crafted row has words without number. Beyond it they are told as other words. */
const MOST_LOOKED_THROUGH = 2 ** 26;

/**
 * Whether a search index says of a message what the message itself says. Indexes leave out signs that nobody searches for, so letters
 * and digits are compared. A text must be the same, and so must a line of the app: a message that was taken back leaves such a line, in
 * which words of the message may stand by chance. Of other kinds the index holds what the app made of the content, such as a title and a
 * description, and each word of that must stand in it.
 */
export function isSameWords(words: string, content: string, code: number | null): boolean {
  if (words === content) return true;
  const kind = code === null ? 'text' : contentKindOf(code);
  if (kind === 'text' || (kind === 'notice' && !content.trimStart().startsWith('<'))) {
    const [here, there] = [folded(words), folded(content)];
    return here === there && here !== '';
  }
  const whole = folded(plainOf(content));
  const all = new Set(words.split(/[\p{Cf}\p{Co}\p{Cc}\s]+/u));
  if (all.size > 1 && all.size * whole.length > MOST_LOOKED_THROUGH) return false;
  for (const one of all) if (!whole.includes(folded(one))) return false;
  return true;
}

function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/** The texts of XML, attributes among them, as one. */
function plainOf(xml: string): string {
  return decodeHtmlReferences(
    xml.replaceAll(/<!\[CDATA\[|\]\]>/gu, ' ').replaceAll(/<\/?[\w:]+|(?<![\w:])[\w:]{1,100}="|\/?>/gu, ' '),
  );
}
