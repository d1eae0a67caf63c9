import type { BagFile, BagWriter } from '../bag/bag-writer.ts';
import type { Section } from '../document/section.ts';
import type { PrintedLine } from '../lines/printed-line.ts';
import { headWords, type LineHead } from '../line-order.ts';
import { markup, isolated, own, text, type Html } from '../text/html.ts';
import { words } from '../words.ts';
import { PAGE_END, pageStart } from './page.ts';
import { sectionHtml } from './sections.ts';
import { transcriptRow } from './transcript-row.ts';

/** Lines of one page: browsers lay out this many without delay. */
const PAGE_LINES = 20_000;
const PAGE_UNITS = 24_000_000;

export interface HtmlFront {
  readonly title: string;
  readonly subtitle: readonly string[];
  /** Printed before the transcript. */
  readonly before: readonly Section[];
  /** Printed after it. */
  readonly after: readonly Section[];
}

/**
 * Writes `report.html`. The transcript comes first in time, the pages around it last, since they count and index it; a
 * transcript beyond one page goes on in `report-02.html` and so on.
 */
export class HtmlWriter {
  readonly #bag: BagWriter;
  readonly #title: string;
  readonly #first: string[] = [];
  readonly #pages: { readonly name: string; readonly from: number }[] = [{ name: 'report.html', from: 1 }];
  #file: BagFile | null = null;
  #lines = 0;
  #units = 0;
  #heading: Html | null = null;
  #open = false;

  constructor(bag: BagWriter, title: string) {
    this.#bag = bag;
    this.#title = title;
  }

  /** Lines that follow stand under this head. */
  head(head: LineHead): void {
    this.#closeTable();
    this.#heading = headingOf(head);
  }

  line(line: PrintedLine): void {
    if (this.#lines >= PAGE_LINES || this.#units >= PAGE_UNITS) this.#nextPage(line.number);
    if (!this.#open) this.#openTable(line.number);
    this.#lines += 1;
    this.#put(transcriptRow(line));
  }

  /** Writes the first page around its part of the transcript, and the ends of all pages. */
  async finish(front: HtmlFront): Promise<void> {
    this.#closeTable();
    if (this.#file !== null) {
      this.#file.write(PAGE_END);
      this.#bag.close(this.#file);
    }
    const address = (line: number): string => {
      const page = this.#pages.findLast((candidate) => candidate.from <= line);
      return `${page === undefined || page.name === 'report.html' ? '' : page.name}#L${line}`;
    };
    await this.#bag.file('report.html', (file) => {
      file.write(pageStart(front.title));
      file.write(headerHtml(front, this.#pages.slice(1)));
      for (const section of front.before) file.write(sectionHtml(section, address));
      file.write(markup`<section id=transcript><h2>${text(words.parts.transcript)}</h2>
`);
      if (this.#first.length === 0) file.write(markup`<p class=lead>${text(words.noLines)}</p>`);
      for (const chunk of this.#first) file.write(chunk);
      file.write('</section>\n');
      for (const section of front.after) file.write(sectionHtml(section, address));
      file.write(PAGE_END);
    });
  }

  #put(markup: Html): void {
    this.#units += markup.length;
    if (this.#file === null) this.#first.push(markup);
    else this.#file.write(markup);
  }

  #openTable(line: number): void {
    const heads = [words.field.line, words.field.time, words.field.sender, words.field.content];
    this.#put(markup`<section class=c id=C${line}>${this.#heading}
<table class=t><thead><tr><th scope=col class=n>${text(heads[0] ?? '')}</th><th scope=col class=w>${text(heads[1] ?? '')}</th><th scope=col class=s>${text(heads[2] ?? '')}</th><th scope=col>${text(heads[3] ?? '')}</th></tr></thead><tbody>
`);
    this.#open = true;
  }

  #closeTable(): void {
    if (this.#open) this.#put(own('</tbody></table></section>\n'));
    this.#open = false;
  }

  #nextPage(line: number): void {
    this.#closeTable();
    if (this.#file !== null) {
      this.#file.write(PAGE_END);
      this.#bag.close(this.#file);
    }
    const name = `report-${String(this.#pages.length + 1).padStart(2, '0')}.html`;
    this.#pages.push({ name, from: line });
    this.#file = this.#bag.open(name);
    this.#lines = 0;
    this.#units = 0;
    this.#put(pageStart(this.#title));
    this.#put(markup`<p><a href="report.html">${text(this.#title)}</a></p>
`);
  }
}

function headingOf(head: LineHead): Html {
  if (head.by === 'day' || head.of === null) return markup`<h3>${text(headWords(head) ?? '')}</h3>`;
  const { of } = head;
  const { title, type, identifier, exhibitReference, sourceLabel } = of.conversation;
  const names = of.participants.map(
    (participant, index) => markup`${index === 0 ? null : own(', ')}${isolated(participant.name)}`,
  );
  return markup`<h3>${isolated(title)}</h3><p class=lead>${text(type)} · ${isolated(identifier)} · ${isolated(exhibitReference)} · ${isolated(sourceLabel)}${names.length === 0 ? null : markup`<br>${text(words.field.participants)}: ${names}`}</p>`;
}

function headerHtml(front: HtmlFront, pages: readonly { readonly name: string; readonly from: number }[]): Html {
  const link = (id: string, title: string): Html => markup`<li><a href="#${text(id)}">${text(title)}</a></li>`;
  return markup`<header><h1>${text(front.title)}</h1>${front.subtitle.map((line) => markup`<p>${text(line)}</p>`)}</header>
<nav>${[
    ...front.before.map((section) => link(section.id, section.title)),
    link('transcript', words.parts.transcript),
    ...pages.map(
      (page) =>
        markup`<li><a href="${text(page.name)}">${text(`${words.parts.transcript}: ${words.linesFrom} ${page.from} –`)}</a></li>`,
    ),
    ...front.after.map((section) => link(section.id, section.title)),
  ]}</nav>
`;
}
