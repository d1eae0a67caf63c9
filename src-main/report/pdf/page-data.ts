import type { Cell, Part, Section } from '../document/section.ts';
import type { Phrase } from '../lines/phrase.ts';
import type { Block, PrintedLine } from '../lines/printed-line.ts';
import { headWords, type LineHead } from '../line-order.ts';
import { words } from '../words.ts';
import type { FontCoverage } from './font-coverage.ts';
import type { PagePicture } from './volume-pictures.ts';
import { isRightToLeft, pagePhrase, pageText, type PageText } from './page-text.ts';

type Json = Readonly<Record<string, unknown>>;

/** A space as wide as a digit, which lines numbers up without a column. */
const FIGURE_SPACE = '\u2007';
const NUMBER_DIGITS = 6;

/** UTF-16 units that fit half a page even in a wide script, and what the end of a paragraph counts for. */
const WHOLE_UNITS = 1500;
const LINE_UNITS = 40;
const PICTURE_UNITS = 350;

/** Turns the parts of a report into what the page template reads. */
export class PageData {
  readonly #coverage: FontCoverage;

  constructor(coverage: FontCoverage) {
    this.#coverage = coverage;
  }

  text(value: string): PageText {
    return pageText(value, this.#coverage, 'line');
  }

  section(section: Section): Json {
    return { title: section.title, parts: section.parts.map((part) => this.#part(part)) };
  }

  head(head: LineHead): Json {
    if (head.by === 'day' || head.of === null) return { title: headWords(head), sub: [] };
    const { of } = head;
    const { title, type, identifier, exhibitReference, sourceLabel } = of.conversation;
    const names = of.participants.map((participant) => participant.name).join(', ');
    const sub = [`${type} · ${identifier} · ${exhibitReference} · ${sourceLabel}`];
    if (names !== '') sub.push(`${words.field.participants}: ${names}`);
    return { title: this.text(title), sub: sub.map((line) => this.text(line)) };
  }

  /** `pictures` are those that stand on paper, by their address in the package. */
  line(line: PrintedLine, pictures: ReadonlyMap<string, PagePicture>): Json {
    const { time, timeNote, sender } = line;
    const about = [
      sender?.identifier ?? null,
      sender?.note ?? null,
      words.directionShort[line.direction],
      line.kind,
      line.conversation === null ? null : `${words.inConversation} ${line.conversation}`,
    ].filter((part) => part !== null);
    const beside = [time?.utc ?? null, timeNote].filter((part) => part !== null);
    const blocks = joinNotes(line.blocks);
    return {
      n: String(line.number).padStart(NUMBER_DIGITS, FIGURE_SPACE),
      when: time?.local ?? '',
      utc: beside.length === 0 ? '' : `  ${beside.join('  ')}`,
      sender: this.text(sender?.name ?? words.noSender),
      who: this.text(about.join(' · ')),
      out: line.direction === 'outgoing',
      tone: line.tone,
      long: isLong(blocks),
      blocks: blocks.map((block) => this.#block(block, pictures)),
      places: pagePhrase(mainPlace(line), this.#coverage, 'line'),
    };
  }

  #part(part: Part): Json {
    switch (part.as) {
      case 'text':
        return { as: 'text', t: pagePhrase(part.says, this.#coverage, 'line') };
      case 'commands':
        return part;
      case 'facts':
        return { as: 'facts', pairs: part.pairs.map(([name, value]) => [name, this.#cell(value)]) };
      case 'table':
        return {
          as: 'table',
          widths: part.columns.map((column) => column.width),
          right: part.columns.map((column) => column.right === true),
          heads: part.columns.map((column) => column.head),
          rows: part.rows.map((row) => row.map((cell) => this.#cell(cell))),
        };
    }
  }

  #cell(cell: Cell): Json {
    const t = pagePhrase(cell.says, this.#coverage, 'cell');
    return cell.code === true ? { t, code: true } : { t };
  }

  #block(block: Block, pictures: ReadonlyMap<string, PagePicture>): Json {
    switch (block.as) {
      case 'body':
        return { as: 'body', ...this.#body(block.text, block.left), t: this.text(block.text) };
      case 'note':
        return { as: 'note', t: pagePhrase(block.says, this.#coverage, 'line') };
      case 'attachment': {
        const says = block.href === null ? block.says : [...block.says, ` · ${words.inMedia}`];
        const picture = block.href === null ? undefined : pictures.get(block.href);
        const drawn = picture && { picture: { name: picture.name, w: picture.width, h: picture.height } };
        return { as: 'note', t: pagePhrase(says, this.#coverage, 'line'), ...drawn };
      }
      case 'banner': {
        const why = block.otherwise === null ? {} : { why: pagePhrase(block.otherwise, this.#coverage, 'line') };
        return { as: 'banner', tone: block.tone, t: pagePhrase(block.says, this.#coverage, 'line'), ...why };
      }
      case 'quote':
      case 'version': {
        const foot =
          block.as === 'quote' && block.foot !== null ? { foot: pagePhrase(block.foot, this.#coverage, 'line') } : {};
        const body = block.text === null ? {} : { ...this.#body(block.text, block.left), body: this.text(block.text) };
        return { as: 'quote', t: pagePhrase(block.head, this.#coverage, 'line'), ...body, ...foot };
      }
    }
  }

  #body(text: string, left: number): Json {
    return left === 0 ? { r: isRightToLeft(text) } : { r: isRightToLeft(text), left: words.left(left) };
  }
}

/** Notes that follow each other become one, so that they take one paragraph. */
function joinNotes(blocks: readonly Block[]): readonly Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    if (block.as === 'note' && last?.as === 'note') {
      joined[joined.length - 1] = { as: 'note', says: [...last.says, ' · ', ...block.says] };
    } else joined.push(block);
  }
  return joined;
}

/** The place that makes the record exist, and how many more messages.jsonl holds. */
function mainPlace({ citations, further }: PrintedLine): Phrase {
  const [first] = citations;
  const more = further + Math.max(0, citations.length - 1);
  if (first === undefined) return [];
  return more === 0 ? first : [...first, ` · ${words.moreCitations(more)}`];
}

/** Whether the blocks can be higher than a page: such a line may break over pages, others stay whole. */
function isLong(blocks: readonly Block[]): boolean {
  let units = 0;
  for (const block of blocks) {
    if (block.as === 'attachment' && block.picture) units += PICTURE_UNITS;
    const texts = 'says' in block ? block.says : 'head' in block ? block.head : [];
    const text = 'text' in block ? (block.text ?? '') : '';
    for (const part of [...texts, text]) {
      const value = typeof part === 'string' ? part : part.data;
      units += value.length + LINE_UNITS * (1 + (value.match(/[\n\u2028\u2029]/gu)?.length ?? 0));
    }
  }
  return units > WHOLE_UNITS;
}
