import type { Detail } from '../../model/index.ts';
import { blocksOf, pieceOf, textOf } from './blocks.ts';
import type { FileAbout, Form } from './form.ts';
import { BY_ANSWER } from './form.ts';
import { byName, fileStated, said, typeOfMedia } from './said.ts';
import type { ReactionStated, Said } from './said.ts';
import { shortStated } from './times.ts';

/*
 * Source: bepaald/signalbackup-tools at 28768462b62337d7dd3036f6c6b7eeee297d7026, signalbackup/exporttxt.cc: `[time] <name> text`, lines of
 * the app behind three stars, the time that at which the phone received or sent. Which name is the owner's is not said.
 */
const LINE = /^\[([A-Z][a-z]{2} \d\d, \d{4} \d\d:\d\d:\d\d)\] (.*)$/su;
const NAME = /^(.*) \(_id(\d{1,15})\)\.txt$/su;
const SENT = /> sent file/u;
const SAID = /^<(.*?)> (.*)$/su;
const OF_TYPE = /^ of type ([^\s()]+)(?: \((.*)\))?$/su;
const OF_APP = /^\*\*\* (.*)$/su;
const OPTION = /^ {9,}\[(\d{1,9})\] (.*)$/su;
const EMOJI =
  /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[\d#*]\uFE0F?\u20E3)(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200D|\uFE0F|[\u{E0020}-\u{E007F}])*$/u;

/** Text of signalbackup-tools, a file for each conversation. */
export const toolsText: Form = {
  variant: 'backup-tools-text',
  label: 'Signal, exported by signalbackup-tools',
  asksZone: true,
  asksOwner: true,
  claim: BY_ANSWER,
  folderEach: false,
  ending: /\.txt$/u,
  recognises: (name, head) =>
    NAME.test(name) && /^\[[A-Z][a-z]{2} \d\d, \d{4} \d\d:\d\d:\d\d\] (?:<|\*\*\* )/mu.test(head),
  async *pieces(bytes, about, ending) {
    for await (const blocks of blocksOf(bytes, (line) => LINE.test(line), ending))
      yield blocks.map((one) => pieceOf(one, (lines) => saidIn(lines, about)));
  },
};

function saidIn([first = '', ...more]: readonly string[], about: FileAbout): Said {
  const [, timeStored = null, start = ''] = LINE.exec(first) ?? [];
  const time = shortStated(timeStored);
  const [, title = about.name, number = ''] = NAME.exec(`${about.name}.txt`) ?? [];
  const base = {
    room: { identifier: number === '' ? about.name : `_id${number}`, title, type: 'unknown', partner: null },
    times: time === null ? [] : [{ stated: time, meaning: 'received' as const }],
    timeStored,
    direction: 'unknown',
  } as const;
  const words = textOf([start, ...more]) ?? '';
  const file = sentIn(words);
  if (file !== null) {
    const { name, fileName, mediaType, listed } = file;
    const type = typeOfMedia(mediaType ?? mediaTypeOf(fileName));
    return said({ ...base, sender: byName(name, 'name in the line'), type: type === 'other' || type === 'thumbnail' ? 'document' : type, body: null, files: [fileStated({ type, name: fileName, mediaType })], reactions: listed === null ? [] : (reactionsIn(listed) ?? []), stored: listed !== null && reactionsIn(listed) === null ? { reactions: listed } : {} }); // prettier-ignore
  }
  const spoken = SAID.exec(words);
  if (spoken !== null) return spokenIn(base, spoken[1] ?? '', spoken[2] ?? '');
  const line = OF_APP.exec(words);
  return said({ ...base, sender: null, type: line === null ? 'unknown' : 'system', body: line?.[1] ?? words, system: line === null ? null : 'app-notice' }); // prettier-ignore
}

/** `*** <name> sent file`, with its name in quotes or its type, and reactions in brackets; looked through once, however long it is. */
function sentIn(words: string): {
  readonly name: string;
  readonly fileName: string | null;
  readonly mediaType: string | null;
  readonly listed: string | null;
} | null {
  const sent = words.startsWith('*** <') ? SENT.exec(words) : null;
  if (sent === null) return null;
  const name = words.slice('*** <'.length, sent.index);
  const rest = words.slice(sent.index + sent[0].length);
  const typed = OF_TYPE.exec(rest);
  if (typed !== null) return { name, fileName: null, mediaType: typed[1] ?? null, listed: typed[2] ?? null };
  if (rest === '') return { name, fileName: null, mediaType: null, listed: null };
  if (rest.startsWith(' (') && rest.endsWith(')'))
    return { name, fileName: null, mediaType: null, listed: rest.slice(2, -1) };
  if (!rest.startsWith(' "')) return null;
  if (rest.length > 2 && rest.endsWith('"'))
    return { name, fileName: rest.slice(2, -1), mediaType: null, listed: null };
  const quote = rest.endsWith(')') ? rest.indexOf('" (', 2) : -1;
  return quote === -1
    ? null
    : { name, fileName: rest.slice(2, quote), mediaType: null, listed: rest.slice(quote + 3, -1) };
}

function spokenIn(base: Pick<Said, 'room' | 'direction' | 'times' | 'timeStored'>, name: string, words: string): Said {
  const sender = byName(name, 'name in the line');
  const [question = '', ...options] = words.split('\n');
  const found = options.map((line) => OPTION.exec(line));
  if (question.startsWith('Poll: ') && found.length > 0 && found.every((one) => one !== null)) {
    const details: readonly Detail['content'][] = [
      { type: 'poll', question: question.slice('Poll: '.length), choices: null, ends: null },
      ...found.map(
        (one, position) => ({ type: 'poll-option', position, name: one[2] ?? '', votes: Number(one[1]) }) as const,
      ),
    ];
    return said({ ...base, sender, type: 'poll', body: null, details });
  }
  const [, body = words, listed = null] = /^(.*) \(([^()]*)\)$/su.exec(words) ?? [];
  const reactions = listed === null ? null : reactionsIn(listed);
  return said({ ...base, sender, body: reactions === null ? words : body, reactions: reactions ?? [] });
}

/** `name: emoji` with semicolons between; null where any of it is no such pair, for then it is text. */
function reactionsIn(listed: string): readonly ReactionStated[] | null {
  const pairs = listed.split('; ').map((one) => {
    const at = one.lastIndexOf(': ');
    return at <= 0 ? null : { name: one.slice(0, at), emoji: one.slice(at + 2) };
  });
  if (!pairs.every((one) => one !== null && EMOJI.test(one.emoji))) return null;
  return pairs.flatMap((one) => (one === null ? [] : [{ person: byName(one.name, 'name in the line'), emoji: one.emoji, time: null, stored: {} }])); // prettier-ignore
}

/** Of a name the ending tells the family alone. */
function mediaTypeOf(name: string | null): string | null {
  if (/\.(?:jpe?g|png|webp|heic)$/iu.test(name ?? '')) return 'image';
  if (/\.gif$/iu.test(name ?? '')) return 'image/gif';
  if (/\.(?:mp4|mov|webm|3gp)$/iu.test(name ?? '')) return 'video';
  return /\.(?:m4a|aac|mp3|ogg|opus|wav|flac)$/iu.test(name ?? '') ? 'audio' : null;
}
