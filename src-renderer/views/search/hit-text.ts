import type { ItemView, SearchHit } from '../../../src-main/contract/index.ts';
import type { Mark } from '../../text/evidence-text.tsx';

/** The text of an item that a hit's marks lie in: its body, else the field that matched. */
export function hitText(hit: SearchHit): {
  readonly field: string;
  readonly text: string;
  readonly marks: readonly Mark[];
} {
  const fields = ['body', ...new Set(hit.marks.map((mark) => mark.field))];
  for (const field of fields) {
    const marks = hit.marks.filter((mark) => mark.field === field);
    if (marks.length === 0) continue;
    const reach = Math.max(...marks.map((mark) => mark.start + mark.length));
    const text = textsOf(hit.item, field).find((candidate) => candidate.length >= reach);
    if (text !== undefined) return { field, text, marks };
  }
  return { field: 'body', text: hit.item.body ?? '', marks: [] };
}

function textsOf(item: ItemView, field: string): readonly string[] {
  const texts: readonly (string | null)[] = {
    body: [item.body],
    caption: item.attachments.map((attachment) => attachment.caption),
    transcript: item.attachments.map((attachment) => attachment.transcript),
    name: item.attachments.map((attachment) => attachment.name),
    attachment: item.attachments.map((attachment) => attachment.name),
    quote: [item.quote?.body ?? null],
    version: item.versions.map((version) => version.body),
  }[field] ?? [item.body];
  return texts.filter((text) => text !== null);
}
