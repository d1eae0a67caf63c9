import { decodeHtmlReferences } from './html-references.ts';

export interface HtmlTag {
  readonly form: 'open' | 'close';
  /** In small letters. */
  readonly name: string;
  /** By name in small letters; of one that is named twice, the first, as the HTML standard has it. */
  readonly attributes: ReadonlyMap<string, string>;
}

const NONE: ReadonlyMap<string, string> = new Map();
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/gu;
const NAME = /^<\/?([A-Za-z][^\s/>]*)/u;

/** Attributes that a tag has at most; a crafted one may hold hundreds of thousands. */
const MOST_ATTRIBUTES = 100;

/** Tags that stood in a page before, by their bytes: pages repeat few. */
const known = new Map<string, HtmlTag>();
const MOST_KNOWN = 500;
const LONGEST_KNOWN = 120;

/** Reads the tag that stands from `start` (its `<`) to `end` (behind its `>`). */
export function readHtmlTag(bytes: Buffer, start: number, end: number): HtmlTag {
  const isShort = end - start <= LONGEST_KNOWN;
  const key = isShort ? bytes.toString('latin1', start, end) : '';
  const before = isShort ? known.get(key) : undefined;
  if (before !== undefined) return before;
  const tag = tagOf(bytes.toString('utf8', start, end));
  if (isShort && known.size < MOST_KNOWN) known.set(key, tag);
  return tag;
}

function tagOf(text: string): HtmlTag {
  const [head = '<', name = ''] = NAME.exec(text) ?? [];
  const form = text.startsWith('</') ? 'close' : 'open';
  if (form === 'close' || text.length - head.length <= 1) return { form, name: name.toLowerCase(), attributes: NONE };
  const attributes = new Map<string, string>();
  for (const [, key = '', double, single, bare] of text.slice(head.length, -1).matchAll(ATTRIBUTE)) {
    const small = key.toLowerCase();
    if (!attributes.has(small)) attributes.set(small, decodeHtmlReferences(double ?? single ?? bare ?? ''));
    if (attributes.size >= MOST_ATTRIBUTES) break;
  }
  return { form, name: name.toLowerCase(), attributes };
}
