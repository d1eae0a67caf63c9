import { XmlReader } from '../../evidence/index.ts';
import type { XmlFault } from '../../evidence/index.ts';
import { ReportSink } from './report-sink.ts';
import type { ReportEvents } from './report-sink.ts';

/**
 * Reads a report to its end or its first fault and tells `events`. Yields the number of bytes read after each chunk, so that what was
 * told can be handed on; ends without a fault when cancelled.
 */
export async function* readReport(
  bytes: AsyncIterable<Uint8Array>,
  events: ReportEvents,
  signal: AbortSignal,
): AsyncGenerator<number, XmlFault | null> {
  const sink = new ReportSink(events);
  const reader = new XmlReader(sink);
  let done = 0;
  for await (const chunk of bytes) {
    if (signal.aborted) return null;
    reader.write(chunk);
    done += chunk.length;
    yield done;
    if (reader.fault !== null) break;
  }
  reader.end();
  sink.end(reader.fault?.at ?? done);
  return reader.fault;
}
