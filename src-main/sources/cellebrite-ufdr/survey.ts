import { XmlReader } from '../../evidence/index.ts';
import type { EvidenceFile, XmlAttributes, XmlFault } from '../../evidence/index.ts';
import type { Event, Tally } from '../../model/index.ts';
import { FileBook, OriginBook, placeOf } from './books.ts';
import type { Entry } from './entry-reader.ts';
import { fileRecord } from './item-records.ts';
import { People } from './people.ts';
import { SurveySink } from './survey-sink.ts';

const MOST_ITEMS = 10_000;
const AGAIN = 'file with the id of one listed before';
const NO_MODEL = 'origin of something else than a model';

/** What a first reading of a report gives: all that stands in it before or behind what needs it. */
export class Survey {
  readonly people: People;
  readonly files = new FileBook();
  readonly origins = new OriginBook();
  /** What the report says of the case and the device. */
  readonly items: Entry[] = [];
  /** Entries of that kind beyond those kept. */
  itemsLeftOut = 0;
  /** The encoding that the document states of itself; null without one. */
  encoding: string | null = null;
  /** Why and where it could not be read on; null where it was read to its end. */
  fault: XmlFault | null = null;
  readonly #file: EvidenceFile;
  readonly #sink: SurveySink;
  #listed: Event[] = [];
  #files = 0;
  #again = 0;
  #origins = 0;
  #noModel = 0;

  constructor(file: EvidenceFile) {
    this.#file = file;
    this.people = new People(file.sha256);
    this.#sink = new SurveySink(this.people, (entry) => {
      this.#take(entry);
    });
  }

  /** The attributes of the root element. */
  get project(): XmlAttributes {
    return this.#sink.project;
  }

  /** Behind the last model; infinite where the report ends in one. */
  get modelsTo(): number {
    return this.#sink.modelsTo;
  }

  /** Reads a report through to its end or its first fault, keeping no message; yields files that it lists and does not hold. */
  async *read(
    bytes: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
    onProgress: (done: number) => void,
  ): AsyncGenerator<Event> {
    const reader = new XmlReader(this.#sink);
    let done = 0;
    for await (const chunk of bytes) {
      if (signal.aborted) break;
      reader.write(chunk);
      done += chunk.length;
      onProgress(done);
      yield* this.#listed;
      this.#listed = [];
      if (reader.fault !== null) break;
    }
    reader.end();
    this.#sink.end();
    this.encoding = reader.encoding;
    this.fault = reader.fault;
    yield* this.#listed;
    this.#listed = [];
  }

  *tallies(): Generator<Tally> {
    yield* tally(this.#file, 'taggedFiles/file', this.#files, AGAIN, this.#again);
    yield* tally(this.#file, 'extraInfos/extraInfo', this.#origins, NO_MODEL, this.#noModel);
  }

  #take(entry: Entry): void {
    switch (entry.of) {
      case 'file':
        this.#files += 1;
        if (!this.files.add(entry)) this.#again += 1;
        else if (placeOf(entry) === '') this.#listed.push(fileRecord(this.#file, entry));
        return;
      case 'extraInfo':
        this.#origins += 1;
        if (!this.origins.add(entry)) this.#noModel += 1;
        return;
      default:
        if (this.items.length < MOST_ITEMS) this.items.push(entry);
        else this.itemsLeftOut += 1;
    }
  }
}

function* tally(file: EvidenceFile, table: string, rows: number, reason: string, left: number): Generator<Tally> {
  if (rows === 0) return;
  yield { kind: 'tally', file: file.sha256, table, rows, used: rows - left, skipped: left > 0 ? { [reason]: left } : {} }; // prettier-ignore
}
