import type { Detail, StoredColumns } from '../../model/index.ts';
import { elementsOf, hasClass, textWithin, wordsWithin } from './page-node.ts';
import type { PageNode } from './page-node.ts';

/** The words of a message on a page, and what marks in them lead elsewhere. */
export interface PageWords {
  readonly body: string | null;
  readonly links: readonly Detail['content'][];
  /** The marks of the text, where it has any: the elements around its pieces, with the pieces. */
  readonly stored: StoredColumns;
}

/** Reads the element that holds a message's words. */
export function pageWords(node: PageNode): PageWords {
  const marks: object[] = [];
  const links: Detail['content'][] = [];
  for (const one of marksOf(node)) {
    const href = one.attributes.get('href') ?? '';
    const onclick = one.attributes.get('onclick');
    const text = textWithin(one);
    marks.push({ type: typeOf(one), text, ...(href !== '' && { href }), ...(onclick !== undefined && { onclick }) });
    if (one.name === 'a' && leadsElsewhere(href, text)) links.push({ type: 'link', url: href, title: text, description: null }); // prettier-ignore
  }
  return { body: wordsWithin(node), links, stored: marks.length === 0 ? {} : { marks: JSON.stringify(marks) } };
}

/** Elements in a text, the outer ones alone where the app sets one into another. */
function marksOf(node: PageNode): readonly PageNode[] {
  return elementsOf(node).filter(({ name }) => name !== 'br');
}

function typeOf(node: PageNode): string {
  return hasClass(node, 'spoiler') ? 'spoiler' : node.name;
}

/** An address other than the words: those of mentions, mails and numbers follow from the words. Source: `FormatText` of the app's HTML writer. */
function leadsElsewhere(href: string, text: string): boolean {
  if (!/^(?:https?|tg|ftp):\/\//iu.test(href) || href === text) return false;
  return !(text.startsWith('@') && href.endsWith(`/${text.slice(1)}`));
}
