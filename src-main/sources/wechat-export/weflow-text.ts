import type { JsonFields } from '../json-fields.ts';
import { byName } from './exported.ts';
import type { Exported } from './exported.ts';
import type { Form } from './form.ts';
import { fileIn } from './media-path.ts';
import { timeStated } from './times.ts';
import { isTitle } from './titled-text.ts';

/** The word that WeFlow writes for the owner in a conversation between two. Source: TxtFormatter.ts at 9fa96cd. */
const OWN = '我';

/** Text of WeFlow: a line with time and name, the text, an empty line; the file is called after the conversation. */
export const weflowText: Form = {
  variant: 'weflow-text',
  layout: { kind: 'titled' },
  asksZone: true,
  recognises: (head) => beginsWithMessage(head) || laterTitles(head) >= LEAST_TITLES,
  role: () => 'message',
  state: () => undefined,
  read: (fields, { name, isTwoSided }) => read(fields, name, isTwoSided),
};

/** A title, its text, an empty line: one line alone may be of any log. */
function beginsWithMessage(head: string): boolean {
  const [first = '', second = '', ...more] = head.split(/\r?\n/u);
  return isTitle(first) && !isTitle(second) && more.includes('');
}

/** So many titles behind empty lines make a text whose beginning is lost an export. */
const LEAST_TITLES = 3;

function laterTitles(head: string): number {
  const lines = head.split(/\r?\n/u);
  return lines.filter((line, index) => isTitle(line) && lines[index - 1] === '').length;
}

function read(fields: JsonFields, title: string, isTwoSided: boolean): Exported {
  const written = fields.text('time');
  const name = fields.text('name');
  const text = fields.text('text');
  const file = fileIn('document', text, {});
  const named = file?.path === null ? null : file;
  return {
    conversation: { identifier: title, title, type: 'unknown', partner: null },
    sender: byName(name, 'name'),
    direction: name === OWN && isTwoSided ? 'outgoing' : 'unknown',
    time: timeStated(written),
    timeStored: written,
    // The form does not say what kind a message is.
    kind: { type: named === null ? 'text' : 'document', stored: '', isKnown: true },
    text,
    serverId: null,
    file: named,
    transcript: null,
    quote: null,
    details: [],
    stored: fields.rest(''),
  };
}
