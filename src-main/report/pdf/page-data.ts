import type { Cell, Part, Section } from '../document/section.ts';
import type { Block, PrintedLine } from '../lines/printed-line.ts';
import type { ReportConversation } from '../report-input.ts';
import { words } from '../words.ts';
import type { FontCoverage } from './font-coverage.ts';
import { isRightToLeft, pagePhrase, pageText, type PageText } from './page-text.ts';

type Json = Readonly<Record<string, unknown>>;

/** Turns the parts of a report into what the page template reads. */
export class PageData {
  readonly #coverage: FontCoverage;

  constructor(coverage: FontCoverage) {
    this.#coverage = coverage;
  }

  text(value: string): PageText {
    return pageText(value, this.#coverage);
  }

  section(section: Section): Json {
    return { title: section.title, parts: section.parts.map((part) => this.#part(part)) };
  }

  conversation(of: ReportConversation | null): Json {
    if (of === null) return { title: words.parts.other, sub: [] };
    const { title, type, identifier, exhibitReference, sourceLabel } = of.conversation;
    const names = of.participants.map((participant) => participant.name).join(', ');
    const sub = [`${type} · ${identifier} · ${exhibitReference} · ${sourceLabel}`];
    if (names !== '') sub.push(`${words.field.participants}: ${names}`);
    return { title: this.text(title), sub: sub.map((line) => this.text(line)) };
  }

  line(line: PrintedLine): Json {
    const [time = words.noTime, ...under] = timeLines(line);
    const sender = line.sender;
    const who = [
      sender?.identifier ?? null,
      sender?.note ?? null,
      `${words.directionShort[line.direction]}${line.kind === null ? '' : ` · ${line.kind}`}`,
    ];
    return {
      n: String(line.number),
      time,
      under,
      sender: this.text(sender?.name ?? words.noSender),
      who: who.filter((text) => text !== null).map((text) => this.text(text)),
      out: line.direction === 'outgoing',
      tone: line.tone,
      blocks: line.blocks.map((block) => this.#block(block)),
      places: line.citations.map((citation) => pagePhrase(citation.says, this.#coverage)),
    };
  }

  #part(part: Part): Json {
    switch (part.as) {
      case 'text':
        return { as: 'text', t: pagePhrase(part.says, this.#coverage) };
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
    const t = pagePhrase(cell.says, this.#coverage);
    return cell.code === true ? { t, code: true } : { t };
  }

  #block(block: Block): Json {
    switch (block.as) {
      case 'body':
        return { as: 'body', ...this.#body(block.text, block.left), t: this.text(block.text) };
      case 'note':
        return { as: 'note', t: pagePhrase(block.says, this.#coverage) };
      case 'attachment': {
        const says = block.href === null ? block.says : [...block.says, ` · ${block.href}`];
        return { as: 'note', t: pagePhrase(says, this.#coverage) };
      }
      case 'banner': {
        const why = block.otherwise === null ? {} : { why: pagePhrase(block.otherwise, this.#coverage) };
        return { as: 'banner', tone: block.tone, t: pagePhrase(block.says, this.#coverage), ...why };
      }
      case 'quote':
      case 'version': {
        const foot =
          block.as === 'quote' && block.foot !== null ? { foot: pagePhrase(block.foot, this.#coverage) } : {};
        const body = block.text === null ? {} : { ...this.#body(block.text, block.left), body: this.text(block.text) };
        return { as: 'quote', t: pagePhrase(block.head, this.#coverage), ...body, ...foot };
      }
    }
  }

  #body(text: string, left: number): Json {
    return left === 0 ? { r: isRightToLeft(text) } : { r: isRightToLeft(text), left: words.left(left) };
  }
}

function timeLines({ time, timeNote }: PrintedLine): readonly string[] {
  return [time?.local ?? null, time?.utc ?? null, timeNote].filter((line) => line !== null);
}
