/** Writes elements of a report, as a list of lines. */

export function field(name: string, text: string | null, type = 'String'): string {
  const value = text === null ? '<empty />' : `<value type="${type}">${cdata(text)}</value>`;
  return `<field name="${name}" type="${type}">${value}</field>`;
}

/** A time with milliseconds and offset, as newer reports write it. */
export function time(name: string, ms: number | null): string {
  if (ms === null) return field(name, null, 'TimeStamp');
  const text = new Date(ms).toISOString().replace('Z', '+00:00');
  const shown = text.replace(/\.\d{3}/u, '');
  return `<field name="${name}" type="TimeStamp"><value type="TimeStamp" format="TimeStampKnown" formattedTimestamp="${shown}">${text}</value></field>`;
}

export function models(name: string, type: string, parts: readonly string[]): string {
  return parts.length === 0
    ? `<multiModelField name="${name}" type="${type}" />`
    : `<multiModelField name="${name}" type="${type}">\n${parts.join('\n')}\n</multiModelField>`;
}

export function oneModel(name: string, type: string, part: string | null): string {
  return `<modelField name="${name}" type="${type}">${part ?? '<empty />'}</modelField>`;
}

function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

export function attribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;');
}

/** Models with ids and source numbers of their own, the same for the same story. */
export class ModelWriter {
  #count = 0;

  model(
    type: string,
    parts: readonly string[],
    more: { readonly state?: string; readonly file?: string } = {},
  ): string {
    return this.named(type, parts, more).xml;
  }

  named(
    type: string,
    parts: readonly string[],
    more: { readonly state?: string; readonly file?: string } = {},
  ): { readonly id: string; readonly xml: string } {
    const id = this.nextId();
    const file = more.file === undefined ? '' : ` file_id="${more.file}"`;
    const head = `<model type="${type}" id="${id}" deleted_state="${more.state ?? 'Intact'}" decoding_confidence="High" isrelated="False" source_index="${this.#count}" extractionId="0"${file}>`;
    return { id, xml: `${head}\n${parts.join('\n')}\n</model>` };
  }

  nextId(): string {
    this.#count += 1;
    return `0a0b0c0d-0000-4000-8000-${this.#count.toString(16).padStart(12, '0')}`;
  }
}
