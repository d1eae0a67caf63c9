import { HtmlReader } from '../../evidence/decode/html-stream.ts';
import type { HtmlToken } from '../../evidence/decode/html-stream.ts';
import { hasClass } from './page-node.ts';
import type { PageNode } from './page-node.ts';

/** One element of a page that is read as a whole, with the bytes that it stands in. */
export interface Block {
  readonly node: PageNode;
  readonly offset: number;
  readonly length: number;
  /** What of it is not as the app writes it. */
  readonly flaws: ReadonlySet<BlockFlaw>;
}

/** `unclosed`: the next message began before it ended. `crossed`: tags that end what did not begin, or not last. `cut`: larger or deeper than is read. */
export type BlockFlaw = 'unclosed' | 'crossed' | 'cut' | 'bytes' | 'comment' | 'within-line';

export type PageStep =
  | { readonly kind: 'block'; readonly block: Block }
  /** Text that stands in no element that is read. */
  | { readonly kind: 'stray'; readonly text: string; readonly offset: number; readonly length: number }
  | { readonly kind: 'lost' | 'comment'; readonly offset: number; readonly length: number };

const MOST_BYTES = 4 * 1024 * 1024;
const MOST_NODES = 20_000;
const DEEPEST = 80;

/** Elements that hold nothing, by name. Source: the HTML standard, 13.1.2. */
const EMPTY: ReadonlySet<string> = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']); // prettier-ignore

/** Elements that are walked into. Source: `HtmlWriter` of Telegram Desktop, `export_output_html.cpp` at 929032d598. */
const INTO = ['page_wrap', 'page_body', 'history', 'sections', 'entry_list'];

interface Building {
  readonly root: Open;
  readonly stack: Open[];
  readonly start: number;
  nodes: number;
  readonly flaws: Set<BlockFlaw>;
}

interface Open extends PageNode {
  readonly children: (PageNode | string)[];
}

/** Takes a page apart into its messages, entries and headers as its bytes come, and holds one of them at a time. */
export class PageBlocks {
  readonly #reader = new HtmlReader();
  #steps: PageStep[] = [];
  #open: Building | null = null;
  /** Where what is not read began, until the next message. */
  #lostFrom: number | null = null;
  /** Behind a line end and the spaces before a tag. */
  #lineStart = 0;

  add(chunk: Uint8Array): readonly PageStep[] {
    for (const token of this.#reader.add(chunk)) this.#take(token);
    return this.#taken();
  }

  end(sizeBytes: number): readonly PageStep[] {
    for (const token of this.#reader.end()) this.#take(token);
    if (this.#open !== null) this.#finish(sizeBytes, 'unclosed');
    if (this.#lostFrom !== null) this.#endLost(sizeBytes);
    return this.#taken();
  }

  #taken(): readonly PageStep[] {
    const steps = this.#steps;
    this.#steps = [];
    return steps;
  }

  #take(token: HtmlToken): void {
    switch (token.kind) {
      case 'open':
        this.#opened(token);
        return;
      case 'close':
        if (this.#open !== null) this.#closed(this.#open, token.name, token.end);
        return;
      case 'text':
        if (/\n *$/u.test(token.text)) this.#lineStart = token.end;
        this.#text(token);
        return;
      case 'comment':
      case 'lost':
        if (this.#open !== null) this.#open.flaws.add(token.kind === 'lost' ? 'cut' : 'comment');
        this.#steps.push({ kind: token.kind, offset: token.start, length: token.end - token.start });
    }
  }

  #opened({ name, attributes, start, end }: Extract<HtmlToken, { readonly kind: 'open' }>): void {
    const node: Open = { name, attributes, children: [] };
    const isBeginning = beginsAnew(node);
    if (isBeginning && this.#open !== null) this.#finish(start, 'unclosed');
    if (this.#lostFrom !== null) {
      if (!isBeginning) return;
      this.#endLost(start);
    }
    const open = this.#open;
    if (open === null) {
      if (EMPTY.has(name) || name === 'html' || name === 'body' || INTO.some((one) => hasClass(node, one))) return;
      const flaws = new Set<BlockFlaw>();
      if (isBeginning && start !== this.#lineStart) flaws.add('within-line');
      this.#open = { root: node, stack: [node], start, nodes: 1, flaws };
      return;
    }
    open.nodes += 1;
    if (open.nodes > MOST_NODES || open.stack.length >= DEEPEST || end - open.start > MOST_BYTES) {
      this.#finish(end, 'cut');
      this.#lostFrom = end;
      return;
    }
    open.stack.at(-1)?.children.push(node);
    if (!EMPTY.has(name)) open.stack.push(node);
  }

  #closed(open: Building, name: string, end: number): void {
    const at = open.stack.findLastIndex((one) => one.name === name);
    if (at !== open.stack.length - 1) open.flaws.add('crossed');
    if (at === 0) this.#finish(end, null);
    else if (at > 0) open.stack.length = at;
  }

  #text({ text, start, end, isWhole }: Extract<HtmlToken, { readonly kind: 'text' }>): void {
    const open = this.#open;
    if (open === null) {
      if (this.#lostFrom === null && text.trim() !== '') this.#steps.push({ kind: 'stray', text: text.trim(), offset: start, length: end - start }); // prettier-ignore
      return;
    }
    if (!isWhole) open.flaws.add('bytes');
    if (end - open.start > MOST_BYTES) {
      this.#finish(start, 'cut');
      this.#lostFrom = start;
      return;
    }
    const { children } = open.stack.at(-1) ?? open.root;
    const last = children.at(-1);
    if (typeof last === 'string') children[children.length - 1] = last + text;
    else children.push(text);
  }

  #finish(end: number, flaw: BlockFlaw | null): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    if (flaw !== null) open.flaws.add(flaw);
    const block: Block = { node: open.root, offset: open.start, length: end - open.start, flaws: open.flaws };
    this.#steps.push({ kind: 'block', block });
  }

  #endLost(end: number): void {
    if (this.#lostFrom !== null && end > this.#lostFrom)
      this.#steps.push({ kind: 'lost', offset: this.#lostFrom, length: end - this.#lostFrom });
    this.#lostFrom = null;
  }
}

/** A message, or the link to the next page: neither stands inside anything else. */
function beginsAnew(node: PageNode): boolean {
  if (node.name === 'div') return hasClass(node, 'message') && /^message-?\d/u.test(node.attributes.get('id') ?? '');
  return node.name === 'a' && hasClass(node, 'pagination');
}
