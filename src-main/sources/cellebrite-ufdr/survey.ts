import type { EvidenceFile, XmlAttributes, XmlFault } from '../../evidence/index.ts';
import { FileBook, OriginBook } from './books.ts';
import { People, serviceOfModel } from './people.ts';
import { readReport } from './read-report.ts';
import type { Entry, ReportEvents } from './report-sink.ts';

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
  /** Models by type. */
  readonly rows: ReadonlyMap<string, number>;
  readonly fault: XmlFault | null;
}

const WANTED: ReadonlySet<string> = new Set(['Source', 'SourceApplication', 'Identifier', 'Name', 'IsPhoneOwner']);
const MOST_ITEMS = 10_000;

/** Reads a report through, keeping accounts, files and origins, and no messages. */
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
  const rows = new Map<string, number>();
  let project: XmlAttributes = new Map();
  let itemsLeftOut = 0;
  const events: ReportEvents = {
    project: (attributes) => {
      project = attributes;
    },
    begun: (type) => {
      rows.set(type, (rows.get(type) ?? 0) + 1);
    },
    model: (model, chat) => {
      people.meet(model, chat === null ? null : serviceOfModel(chat, null));
    },
    entry: (entry) => {
      if (entry.of === 'file') files.add(entry);
      else if (entry.of === 'extraInfo') origins.add(entry);
      else if (items.length < MOST_ITEMS) items.push(entry);
      else itemsLeftOut += 1;
    },
  };
  const reading = readReport(bytes, events, WANTED, signal);
  let step = await reading.next();
  for (; step.done !== true; step = await reading.next()) onProgress(step.value);
  const fault = step.value;
  return { project, people, files, origins, items, itemsLeftOut, rows, fault };
}
