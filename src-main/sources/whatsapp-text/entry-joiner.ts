import { cutAuthor } from './author.ts';
import { orderByNumbers } from './date-order.ts';
import type { OrderDecision } from './date-order.ts';
import type { Entry } from './entry.ts';
import type { TextLine } from '../text-lines.ts';
import { readStamp } from './stamp.ts';
import { isOwnLine } from './survey.ts';
import type { Survey } from './survey.ts';

/** UTF-16 units of one message kept as text; what lies beyond stays in the exhibit and is named by an issue. */
const LONGEST_TEXT = 4_000_000;

type Growing = Entry & { text: string; length: number; cut: boolean; decodable: boolean };

/** Joins stamped lines with the lines that continue them, one line at a time. */
export class EntryJoiner {
  readonly #survey: Survey;
  readonly #decision: OrderDecision;
  #open: Growing | null = null;
  #run = 0;
  #linesOfRun = 0;
  #lines = 0;
  #leading = 0;

  constructor(survey: Survey, decision: OrderDecision) {
    this.#survey = survey;
    this.#decision = decision;
  }

  /** Lines so far. */
  get lines(): number {
    return this.#lines;
  }

  /** Lines before the first stamp, which belong to no message. */
  get leading(): number {
    return this.#leading;
  }

  /** Takes the next line of the file; gives the message before it where the line begins another. */
  add(line: TextLine): Entry | null {
    this.#lines += 1;
    const stamp = readStamp(line.text);
    if (stamp === null || !isOwnLine(this.#survey, stamp)) {
      if (this.#open === null) this.#leading += 1;
      else append(this.#open, line);
      return null;
    }
    const done = this.#open;
    const rest = line.text.slice(stamp.end);
    const authored = cutAuthor(rest, this.#survey.names);
    this.#open = {
      offset: line.offset,
      length: line.length,
      stamp,
      order: orderByNumbers(stamp) ?? this.#orderOfRun(),
      author: authored?.author ?? null,
      text: authored === null ? rest : rest.slice(authored.start),
      decodable: line.decodable,
      cut: false,
    };
    this.#step();
    return done;
  }

  /** The last message, once all lines were taken. */
  end(): Entry | null {
    return this.#open;
  }

  #orderOfRun(): Entry['order'] {
    return this.#decision.orders[this.#run] ?? 'day-first';
  }

  #step(): void {
    this.#linesOfRun += 1;
    if (this.#linesOfRun < (this.#survey.runs[this.#run]?.lines ?? Infinity)) return;
    this.#run += 1;
    this.#linesOfRun = 0;
  }
}

function append(open: Growing, line: TextLine): void {
  open.length += line.length;
  open.decodable &&= line.decodable;
  if (open.text.length + line.text.length + 1 > LONGEST_TEXT) open.cut = true;
  else open.text += `\n${line.text}`;
}
