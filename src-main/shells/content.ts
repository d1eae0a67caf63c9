import type { ContentView, Reply } from '../contract/index.ts';
import { readByteRange } from './byte-range.ts';
import { SNIFF_BYTES, sniffMediaType } from './media-type.ts';
import { contentHeaders } from './policy.ts';

/** Asks the engine for a slice of an attachment. */
export type ReadAttachment = (params: {
  readonly attachment: number;
  readonly part: 'shown' | 'thumbnail';
  readonly offset: number;
  readonly length: number;
}) => Promise<Reply<ContentView>>;

/** An answer with evidence bytes, independent of the transport. */
export interface ContentAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

const SLICE = 1_048_576;

/**
 * Answers a request for an attachment's bytes as they are shown. `path` is `/<id>` or `/<id>/thumbnail`. Types are sniffed; bytes that the
 * window does not decode are refused with 415, so that no document of the evidence is ever opened in a window.
 */
export async function answerContent(read: ReadAttachment, path: string, range: string | null): Promise<ContentAnswer> {
  const asked = /^\/(\d{1,15})(\/thumbnail)?$/u.exec(path);
  if (asked === null) return refuse(404);
  const attachment = Number(asked[1]);
  const part = asked[2] === undefined ? 'shown' : 'thumbnail';
  const head = await read({ attachment, part, offset: 0, length: SNIFF_BYTES });
  if (!head.ok) return refuse(404);
  const type = sniffMediaType(Buffer.from(head.value.bytes, 'base64'));
  if (type === null) return refuse(415);
  const { sizeBytes } = head.value;
  const run = readByteRange(range, sizeBytes);
  if (run === 'unsatisfiable') return refuse(416, { 'content-range': `bytes */${sizeBytes}` });
  const { first, last } = run ?? { first: 0, last: sizeBytes - 1 };
  return {
    status: run === null ? 200 : 206,
    headers: {
      ...contentHeaders,
      'content-type': type,
      'accept-ranges': 'bytes',
      'content-length': String(last - first + 1),
      ...(run === null ? {} : { 'content-range': `bytes ${first}-${last}/${sizeBytes}` }),
    },
    body: slices(read, { attachment, part }, first, last),
  };
}

async function* slices(
  read: ReadAttachment,
  what: { readonly attachment: number; readonly part: 'shown' | 'thumbnail' },
  first: number,
  last: number,
): AsyncIterable<Uint8Array> {
  for (let offset = first; offset <= last;) {
    const slice = await read({ ...what, offset, length: Math.min(SLICE, last - offset + 1) });
    if (!slice.ok) throw new Error(`attachment ${what.attachment}: ${slice.failure.code}`);
    const bytes = Buffer.from(slice.value.bytes, 'base64');
    if (bytes.length === 0) throw new Error(`attachment ${what.attachment}: shorter than stated`);
    yield bytes;
    offset += bytes.length;
  }
}

function refuse(status: number, more: Readonly<Record<string, string>> = {}): ContentAnswer {
  return { status, headers: { ...contentHeaders, ...more, 'content-length': '0' }, body: nothing() };
}

async function* nothing(): AsyncIterable<Uint8Array> {
  // no bytes
}
