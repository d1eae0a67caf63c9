import type { Phrase } from '../lines/phrase.ts';
import type { Block, PrintedLine } from '../lines/printed-line.ts';
import { markup, isolated, own, text, type Html } from '../text/html.ts';
import { words } from '../words.ts';

/** One row of a conversation's table, with an anchor `L` and its number. */
export function transcriptRow(line: PrintedLine): Html {
  return markup`<tr id=L${line.number}${rowClass(line)}><td class=n><a href="#L${line.number}">${line.number}</a></td><td class=w>${time(line)}</td><td class=s>${sender(line)}</td><td class=m>${line.blocks.map(block)}${provenance(line)}</td></tr>
`;
}

/** A phrase as markup: our words as they are, evidence isolated. */
export function phrase(parts: Phrase): Html {
  return own(parts.map((part) => (typeof part === 'string' ? text(part) : isolated(part.data))).join(''));
}

function rowClass(line: PrintedLine): Html | null {
  if (line.tone === 'deleted') return own(' class=d');
  if (line.tone === 'recovered') return own(' class=v');
  if (line.tone === 'system') return own(' class=y');
  return line.direction === 'outgoing' ? own(' class=o') : null;
}

function time({ time: at, timeNote }: PrintedLine): Html {
  const note = timeNote === null ? null : markup`<small>${text(timeNote)}</small>`;
  if (at === null) return markup`${note}`;
  return markup`${text(at.local)}${at.utc === null ? null : markup`<small>${text(at.utc)}</small>`}${note}`;
}

function sender(line: PrintedLine): Html {
  const direction = markup`<small>${text(words.directionShort[line.direction])}${line.kind === null ? null : markup` · ${text(line.kind)}`}</small>${line.conversation === null ? null : markup`<small>${text(words.inConversation)} ${isolated(line.conversation)}</small>`}`;
  if (line.sender === null) return markup`<small>${text(words.noSender)}</small>${direction}`;
  const { name, identifier, note } = line.sender;
  return markup`<b>${isolated(name)}</b>${identifier === null ? null : markup`<small>${isolated(identifier)}</small>`}${note === null ? null : markup`<small>${text(note)}</small>`}${direction}`;
}

function block(part: Block): Html {
  switch (part.as) {
    case 'banner': {
      const why = part.otherwise === null ? null : markup`<p class=why>${phrase(part.otherwise)}</p>`;
      return markup`<p class="ban${BANNER_CLASS[part.tone]}">${phrase(part.says)}</p>${why}`;
    }
    case 'body':
      return body(part.text, part.left);
    case 'quote': {
      const quoted = part.text === null ? null : body(part.text, part.left);
      const foot = part.foot === null ? null : markup`<div class=f>${phrase(part.foot)}</div>`;
      return markup`<blockquote><div class=f>${phrase(part.head)}</div>${quoted}${foot}</blockquote>`;
    }
    case 'version':
      return markup`<blockquote><div class=f>${phrase(part.head)}</div>${body(part.text, part.left)}</blockquote>`;
    case 'attachment':
      return attachment(part);
    case 'note':
      return markup`<p class=f>${phrase(part.says)}</p>`;
  }
}

const BANNER_CLASS = { deleted: null, recovered: own(' v'), log: own(' g') } as const;

function body(value: string, left: number): Html {
  const more = left === 0 ? null : markup`<p class=f>${text(words.left(left))}</p>`;
  return markup`<div class=b dir=auto>${text(value)}</div>${more}`;
}

function attachment(part: Extract<Block, { readonly as: 'attachment' }>): Html {
  if (part.href === null) return markup`<p class=f>${phrase(part.says)}</p>`;
  const href = text(part.href);
  const picture = part.picture ? markup`<a href="${href}"><img src="${href}" alt="" loading=lazy></a>` : null;
  return markup`<div class=f>${phrase(part.says)} · <a href="${href}">${href}</a>${picture}</div>`;
}

function provenance(line: PrintedLine): Html {
  const more = line.further === 0 ? [] : [[words.moreCitations(line.further)]];
  const lines = [...line.citations, ...more].map(
    (says, index) => markup`${index === 0 ? null : own('<br>')}${phrase(says)}`,
  );
  return markup`<p class=p>${lines}</p>`;
}
