import type { EvidenceFile, XmlAttributes } from '../../evidence/index.ts';
import { XmlReader } from '../../evidence/index.ts';
import { FileBook, OriginBook } from './books.ts';
import type { Entry } from './entry-reader.ts';
import { People } from './people.ts';
import { SurveySink } from './survey-sink.ts';

/** What a first reading of a report gives: all that stands in it before or behind what needs it. */
export interface Survey {
  /** The attributes of the root element. */
  readonly project: XmlAttributes;
  readonly people: People;
  readonly files: FileBook;
  readonly origins: OriginBook;
  /** What the report says of the case and the device. */
  readonly items: readonly Entry[];
  /** Entries of that kind beyond those kept. */
  readonly itemsLeftOut: number;
}

const MOST_ITEMS = 10_000;

/** Reads a report through to its end or its first fault, keeping accounts, files and origins, and no messages. */
export async function surveyReport(
  file: EvidenceFile,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<Survey> {
  const people = new People(file.sha256);
  const files = new FileBook();
  const origins = new OriginBook();
  const items: Entry[] = [];
  let itemsLeftOut = 0;
  const sink = new SurveySink(people, (entry) => {
    if (entry.of === 'file') files.add(entry);
    else if (entry.of === 'extraInfo') origins.add(entry);
    else if (items.length < MOST_ITEMS) items.push(entry);
    else itemsLeftOut += 1;
  });
  const reader = new XmlReader(sink);
  let done = 0;
  for await (const chunk of bytes) {
    if (signal.aborted) break;
    reader.write(chunk);
    done += chunk.length;
    onProgress(done);
    if (reader.fault !== null) break;
  }
  reader.end();
  sink.end();
  return { project: sink.project, people, files, origins, items, itemsLeftOut };
}
