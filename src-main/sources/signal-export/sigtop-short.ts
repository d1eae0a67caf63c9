import { lineActionOf } from '../signal-line-types.ts';
import { blocksOf, pieceOf, textOf } from './blocks.ts';
import { BY_A_WORD } from './form.ts';
import type { FileAbout, Form } from './form.ts';
import { byName, said } from './said.ts';
import type { Said } from './said.ts';
import { roomOf } from './sigtop.ts';
import { isoStated } from './times.ts';

/*
 * Source: tbvdm/sigtop at ba5e72157b7767d067b225a3fe193288ae23b1d8, cmd/sigtop/fmt_text_short.go: `time name: [details] text`. The text bears
 * no name of tool or app: it is taken for an export where its file is called as the tool calls it, after a number, an account or a group.
 */
const LINE = /^(\d{4}-\d\d-\d\d \d\d:\d\d|unknown) (.+?):(?: (.*))?$/su;
const NAME = / \((?:\+\d{4,20}|[0-9a-f]{8}-[0-9a-f-]{27}|[\w-]{43}|[a-z_]\w*\.\d{2,})\)\.txt$/iu;
const LINE_OF_APP = /^\[([\w-]+) message\]$/u;
const DETAIL = /^(?:reply to .+ on (?:\d{4}-\d\d-\d\d \d\d:\d\d|unknown)|edited|\d+ attachments?)$/u;
const OWN = 'You';

/** The short text of tbvdm/sigtop: a line a message, those behind a line break belong to it. */
export const sigtopShort: Form = {
  variant: 'sigtop-short',
  label: 'Signal, exported by sigtop',
  asksZone: true,
  asksOwner: false,
  claim: BY_A_WORD,
  folderEach: false,
  ending: /\.txt$/u,
  recognises: (name, head) => NAME.test(name) && head.split('\n').some((line) => LINE.test(line)),
  async *pieces(bytes, about, ending) {
    for await (const blocks of blocksOf(bytes, (line) => LINE.test(line), ending))
      yield blocks.map((one) => pieceOf(one, (lines) => saidIn(lines, about)));
  },
};

function saidIn([first = '', ...more]: readonly string[], about: FileAbout): Said {
  const [, timeStored = null, name = null, start = ''] = LINE.exec(first) ?? [];
  const time = isoStated(timeStored);
  const words = textOf([start, ...more]) ?? '';
  const type = LINE_OF_APP.exec(words)?.[1] ?? null;
  const [details, text] = type === null ? detailsIn(words) : [null, ''];
  const isFile = details !== null && / attachments?$/u.test(details);
  const isCall = type === 'call-history';
  return said({
    room: roomOf(about.name, 'name of the file'),
    sender: type === null && name !== 'Unknown' ? byName(name, 'name in the line') : null,
    direction: type !== null ? 'unknown' : name === OWN ? 'outgoing' : 'incoming',
    times: time === null ? [] : [{ stated: time, meaning: 'sent' }],
    timeStored,
    // Of files the form tells their number alone.
    type: isCall ? 'call' : type !== null ? 'system' : isFile ? 'document' : text === '' ? 'unknown' : 'text',
    typeStored: type ?? '',
    isKnown: type === null || isCall || lineActionOf(type) !== null,
    body: text === '' ? null : text,
    system: type === null || isCall ? null : (lineActionOf(type) ?? 'unknown'),
    stored: { ...(details !== null && { details }), ...(type !== null && name !== null && { name }) },
  });
}

/** What stands in brackets before the words, where it is what the tool writes there. */
function detailsIn(words: string): readonly [string | null, string] {
  const [whole = '', inner = ''] = /^\[([^\]\n]+)\](?: |$)/u.exec(words) ?? [];
  const isTools = inner !== '' && inner.split(', ').every((one) => DETAIL.test(one));
  return isTools ? [inner, words.slice(whole.length)] : [null, words];
}
