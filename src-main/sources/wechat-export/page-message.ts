import type { HtmlToken } from '../../evidence/decode/html-stream.ts';

/** Elements that hold nothing and are not closed. */
const VOID: ReadonlySet<string> = new Set(['br', 'img', 'source', 'meta', 'link', 'input', 'hr']);
const DEEPEST = 200;
const LONGEST_TEXT = 1 << 20;

type Part = 'name' | 'time' | 'text' | 'quote' | 'link' | 'app' | 'other';

/** A message of a page as it was gathered; texts by the part of the bubble in which they stand. */
export interface GatheredMessage {
  readonly start: number;
  readonly end: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly isWhole: boolean;
  readonly isCut: boolean;
}

interface Open {
  readonly name: string;
  readonly part: Part | null;
  readonly isPre: boolean;
}

/**
 * Gathers one `div` of class `msg` from the tokens of a page: a `div` within it is a part of it, whatever its class. Templates of
 * BlueMatthew/WechatExporter@8f8ce41, WechatExporter/res/templates.
 */
export class PageMessage {
  readonly #start: number;
  readonly #fields: Record<string, string> = {};
  readonly #open: Open[] = [];
  readonly #texts = new Map<Part, string>();
  #length = 0;
  #isWhole = true;
  #isCut = false;

  constructor({ start, attributes }: Extract<HtmlToken, { kind: 'open' }>) {
    this.#start = start;
    for (const name of ['class', 'msgid', 'msgtype']) this.#set(name, attributes.get(name));
    this.#open.push({ name: 'div', part: null, isPre: false });
  }

  /** The message, once its last element is closed; null before. */
  add(token: HtmlToken): GatheredMessage | null {
    if (token.kind === 'text') this.#text(token.text, token.isWhole);
    else if (token.kind === 'open') this.#opened(token);
    else if (token.kind === 'close') this.#closed(token.name);
    else if (token.kind === 'lost') this.#isCut = true;
    return this.#open.length === 0 ? this.gathered(token.end) : null;
  }

  /** What was gathered so far. */
  gathered(end: number): GatheredMessage {
    for (const [part, text] of this.#texts) this.#set(part, text.trim());
    return { start: this.#start, end, fields: this.#fields, isWhole: this.#isWhole, isCut: this.#isCut };
  }

  #set(name: string, value: string | undefined): void {
    if (value !== undefined && value !== '') this.#fields[name] ??= value;
  }

  #opened({ name, attributes }: Extract<HtmlToken, { kind: 'open' }>): void {
    const names = (attributes.get('class') ?? '').split(/\s+/u);
    const has = (one: string): boolean => names.includes(one);
    if (has('dspname')) this.#set('wxid', attributes.get('wxid'));
    if (name === 'img' && has('wxemoji')) this.#text(attributes.get('rawemoji') ?? attributes.get('title') ?? '', true);
    else if (name === 'img' && !has('avatar') && !has('app-icon') && !has('transfer-icon') && !has('card-avatar'))
      this.#image(attributes); // prettier-ignore
    else if (name === 'source' || name === 'video') this.#set('video', attributes.get('src'));
    else if (has('voicebox')) this.#set('audio', attributes.get('audio'));
    else if (name === 'a') this.#set('href', attributes.get('href'));
    if (name === 'br') this.#text('\n', true);
    if (VOID.has(name)) return;
    if (this.#open.length >= DEEPEST) {
      this.#isCut = true;
      return;
    }
    const within = this.#open.at(-1);
    this.#open.push({ name, part: within?.part === 'app' ? 'app' : (partOf(names, name) ?? within?.part ?? null), isPre: name === 'pre' || within?.isPre === true }); // prettier-ignore
  }

  #image(attributes: ReadonlyMap<string, string>): void {
    this.#set('image', attributes.get('rawurl') ?? attributes.get('rawsrc') ?? attributes.get('src'));
    this.#set('preview', attributes.get('data-src'));
    this.#set('title', attributes.get('alt'));
  }

  #closed(name: string): void {
    const at = this.#open.findLastIndex((one) => one.name === name);
    if (at >= 0) this.#open.length = at;
  }

  #text(text: string, isWhole: boolean): void {
    this.#isWhole &&= isWhole;
    const { part = null, isPre = false } = this.#open.at(-1) ?? {};
    if (!isPre && text !== '\n' && text.trim() === '') return;
    if (this.#length > LONGEST_TEXT) {
      this.#isCut = true;
      return;
    }
    this.#length += text.length;
    const to = part ?? 'other';
    this.#texts.set(to, (this.#texts.get(to) ?? '') + (isPre || text === '\n' ? text : text.replaceAll(/\s+/gu, ' ')));
  }
}

function partOf(classes: readonly string[], name: string): Part | null {
  if (classes.includes('dspname')) return 'name';
  if (classes.includes('nt-box')) return 'time';
  if (classes.includes('refermsg')) return 'quote';
  // Words of the tool: of a player, of the app that a link came from.
  if (name === 'video' || classes.includes('appinfo')) return 'app';
  if (classes.includes('msg-text') || classes.includes('card-name')) return 'text';
  return name === 'a' ? 'link' : null;
}
