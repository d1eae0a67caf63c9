import { XmlReader } from '../../evidence/index.ts';
import { ReportSink } from './report-sink.ts';
import type { ReportEvents } from './report-sink.ts';

/**
 * Reads the models of a report, which was read before, and tells `events`: behind the last of them there is nothing more for these. Yields
 * the number of bytes read after each chunk, so that what was told can be handed on.
 */
export async function* readReport(
  bytes: AsyncIterable<Uint8Array>,
  events: ReportEvents,
  signal: AbortSignal,
  modelsTo: number,
): AsyncGenerator<number> {
  const sink = new ReportSink(events);
  const reader = new XmlReader(sink);
  let done = 0;
  for await (const chunk of bytes) {
    if (signal.aborted) return;
    reader.write(chunk);
    done += chunk.length;
    yield done;
    if (done >= modelsTo) return;
    if (reader.fault !== null) break;
  }
  reader.end();
  sink.end(reader.fault?.at ?? done);
}
