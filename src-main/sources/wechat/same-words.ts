import { decodeHtmlReferences } from '../../evidence/decode/html-references.ts';
import { contentKindOf } from './codes-message.ts';

/**
 * Whether a search index says of a message what the message itself says. Indexes leave out signs that nobody searches for, so letters
 * and digits are compared. A text must be the same; of other kinds the index holds what the app made of the content, such as a title
 * and a description, and each word of that must stand in it.
 */
export function isSameWords(words: string, content: string, code: number | null): boolean {
  if (words === content) return true;
  if (code !== null && contentKindOf(code) !== 'text') {
    const whole = folded(plainOf(content));
    return words.split(/[\p{Cf}\p{Co}\p{Cc}\s]+/u).every((one) => whole.includes(folded(one)));
  }
  const [here, there] = [folded(words), folded(content)];
  return here === there && here !== '';
}

function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/** The texts of XML, attributes among them, as one. */
function plainOf(xml: string): string {
  return decodeHtmlReferences(xml.replaceAll(/<!\[CDATA\[|\]\]>/gu, ' ').replaceAll(/<\/?[\w:]+|[\w:]+="|\/?>/gu, ' '));
}
