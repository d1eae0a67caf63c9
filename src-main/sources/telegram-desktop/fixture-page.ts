/** A message as the writer of JSON words it. */
type Fields = Readonly<Record<string, unknown>>;

/** Words the pages of an export from what its JSON would hold, as the app's HTML writer of 2024 does. */
export class PageWriter {
  readonly #base: string;
  /** Who wrote the message before, and on which day; what is joined to it names nobody. */
  #before: { readonly from: unknown; readonly ms: number; readonly forwarded: unknown } | null = null;
  #day = '';
  #days = 0;

  /** `base`: from the page to the export's folder, for example `../../`. */
  constructor(base: string) {
    this.#base = base;
  }

  page(title: string, messages: readonly object[], back: string | null): string {
    const link = back === null ? '<div class="content">' : `<a class="content block_link" href="${back}" onclick="return GoBack(this)">`; // prettier-ignore
    const body = messages.map((one) => this.#message(one as Fields)).join('');
    return `${start(this.#base)}
   <div class="page_header">

    ${link}

     <div class="text bold">
${escaped(title)} 
     </div>

    ${back === null ? '</div>' : '</a>'}

   </div>

   <div class="page_body chat_page">

    <div class="history">
${body}
    </div>

   </div>
${END}`;
  }

  #message(m: Fields): string {
    const at = new Date(`${String(m.date)}Z`);
    const day = `${at.getUTCDate()} ${at.toLocaleString('en', { month: 'long', timeZone: 'UTC' })} ${at.getUTCFullYear()}`;
    const isNew = day !== this.#day;
    this.#day = day;
    const above = isNew ? line(-++this.#days, day) : '';
    if (m.type === 'service') {
      this.#before = null;
      return above + line(Number(m.id), serviceText(m));
    }
    const { before } = { before: this.#before };
    const from = m.from ?? null;
    const isJoined = !isNew && before !== null && from !== null && before.from === from && at.getTime() - before.ms <= 900_000 && m.forwarded_from === before.forwarded; // prettier-ignore
    this.#before = { from, ms: at.getTime(), forwarded: m.forwarded_from };
    return above + this.#said(m, stamp(at), isJoined);
  }

  #said(m: Fields, shown: string, isJoined: boolean): string {
    const inner = `${replyTo(m)}${this.#media(m)}${text(m)}`;
    const forwarded = m.forwarded_from === undefined ? inner : `
       <div class="forwarded body">
${isJoined ? '' : div('from_name', `${escaped(wordOf(m.forwarded_from, 'Deleted Account'))} <span class="date details" title="${shown}"> ${shown.slice(0, 19)}</span>`)}${inner}
       </div>
`; // prettier-ignore
    const picture = isJoined ? '' : `
      <div class="pull_left userpic_wrap">

       <div class="userpic userpic${colour(wordOf(m.from, ''))}" style="width: 42px; height: 42px">

        <div class="initials" style="line-height: 42px">
${escaped(wordOf(m.from, '').slice(0, 1))}
        </div>

       </div>

      </div>
`; // prettier-ignore
    return `
     <div class="message default clearfix${isJoined ? ' joined' : ''}" id="message${String(m.id)}">
${picture}
      <div class="body">

       <div class="pull_right date details" title="${shown}">
${shown.slice(11, 16)}
       </div>
${isJoined ? '' : div('from_name', `${escaped(wordOf(m.from, 'Deleted Account'))} `)}${forwarded}
      </div>

     </div>
`;
  }

  #media(m: Fields): string {
    const photo = typeof m.photo === 'string' ? m.photo : null;
    const file = typeof m.file === 'string' ? m.file : null;
    const path = photo ?? file;
    if (path !== null) return path.startsWith('(') ? absent(m) : this.#file(m, path);
    if (m.contact_information !== undefined) {
      const card = m.contact_information as Fields;
      return box('media_contact', null, `${String(card.first_name)} ${String(card.last_name)}`, null, String(card.phone_number)); // prettier-ignore
    }
    if (m.location_information !== undefined) return place(m);
    return m.poll === undefined ? '' : poll(m.poll as Fields);
  }

  #file(m: Fields, path: string): string {
    const href = this.#base + path;
    const wraps: Readonly<Record<string, string>> = {
      sticker: 'sticker',
      animation: 'animated',
      video_file: 'video_file',
    };
    const kind = m.photo === undefined ? wraps[String(m.media_type)] : 'photo';
    if (kind === undefined) {
      const [name, title] = BOXES[String(m.media_type)] ?? ['media_file', String(m.file_name)];
      return box(name, href, title ?? String(m.file_name), null, statusOf(m));
    }
    const duration = kind === 'video_file' ? div('video_duration', clock(Number(m.duration_seconds ?? 0))) : '';
    return div('media_wrap clearfix', `
        <a class="${kind}_wrap clearfix pull_left" href="${escaped(href)}">
${duration}
         <img class="${kind}" src="${escaped(href)}_thumb.jpg" style="width: 100px; height: 100px"/>

        </a>
`); // prettier-ignore
  }
}

/** A text or number as it is written; `none` for anything else. */
function wordOf(value: unknown, none: string): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : none;
}

/** By `media_type`: the class of the box, and its title where it is not the file's name. */
const BOXES: Readonly<Record<string, readonly [name: string, title: string | null]>> = {
  voice_message: ['media_voice_message', 'Voice message'],
  video_message: ['media_video', 'Video message'],
  audio_file: ['media_audio_file', null],
};

/** By `media_type`: how the app calls a file that it did not export. */
const ABSENT: Readonly<Record<string, readonly [name: string, title: string | null]>> = {
  ...BOXES,
  sticker: ['media_photo', 'Sticker'],
  animation: ['media_video', 'Animation'],
  video_file: ['media_video', 'Video file'],
};

function absent(m: Fields): string {
  const kind = String(m.media_type);
  const [name, title]: readonly [string, string | null] = m.photo !== undefined ? ['media_photo', 'Photo'] : (ABSENT[kind] ?? [kind.startsWith('unknown_') ? `media_${kind}` : 'media_file', null]); // prettier-ignore
  const shown = title ?? wordOf(m.file_name, 'File');
  return box(name, null, shown, 'Not included, change data exporting settings to download.', statusOf(m));
}

function statusOf(m: Fields): string {
  const size = m.width === undefined || m.photo === undefined ? [] : [`${wordOf(m.width, '')}x${wordOf(m.height, '')}`];
  const length = m.duration_seconds === undefined ? [] : [clock(Number(m.duration_seconds))];
  return [...size, ...length, `${(Number(m.file_size ?? m.photo_file_size ?? 0) / 1024).toFixed(1)} KB`].join(', ');
}

function clock(seconds: number): string {
  return [Math.floor(seconds / 60), seconds % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
}

function place(m: Fields): string {
  const { latitude, longitude } = m.location_information as Record<string, number>;
  const at = `${String(latitude)},${String(longitude)}`;
  const href = `https://maps.google.com/maps?q=${at}&ll=${at}&z=16`;
  if (m.place_name !== undefined) return box('media_venue', href, wordOf(m.place_name, ''), String(m.address), null);
  const isLive = m.live_location_period_seconds !== undefined;
  return box(isLive ? 'media_live_location' : 'media_location', href, isLive ? 'Live location' : 'Location', null, at.replace(',', ', ')); // prettier-ignore
}

function poll(one: Fields): string {
  const votes = (count: number): string => (count > 1 ? `${count} votes` : count > 0 ? `${count} vote` : 'No votes');
  const answers = (one.answers as readonly Fields[]).map(({ text: words, voters, chosen }) => {
    const counted = voters === 0 ? '' : ` <span class="details">${votes(Number(voters))}${chosen === true ? ', chosen vote' : ''}</span>`; // prettier-ignore
    return div('answer', `- ${escaped(String(words))}${counted}`);
  });
  return div('media_wrap clearfix', div('media_poll', `${div('question bold', escaped(String(one.question)))}${div('details', 'Anonymous poll')}${answers.join('')}${div('total details\t', votes(Number(one.total_voters)))}`)); // prettier-ignore
}

function replyTo(m: Fields): string {
  const id = m.reply_to_message_id;
  if (id === undefined) return '';
  return div('reply_to details', `In reply to <a href="#go_to_message${wordOf(id, '')}" onclick="return GoToMessage(${wordOf(id, '')})">this message</a>`); // prettier-ignore
}

function text({ text: words }: Fields): string {
  const pieces = (Array.isArray(words) ? words : [words]) as readonly (string | Fields)[];
  const all = pieces.map((piece) => {
    if (typeof piece === 'string') return escaped(piece);
    const said = escaped(String(piece.text));
    return piece.type === 'text_link' ? `<a href="${escaped(String(piece.href))}">${said}</a>` : `<a href="" onclick="return ShowMentionName()">${said}</a>`; // prettier-ignore
  });
  const joined = all.join('');
  return joined === '' ? '' : div('text', joined);
}

function serviceText(m: Fields): string {
  const from = escaped(wordOf(m.actor, 'Deleted'));
  const members = ((m.members ?? []) as readonly (string | null)[]).map((one) => escaped(one ?? 'Deleted Account'));
  const list = members.length > 1 ? `${members.slice(0, -1).join(', ')} and ${members.at(-1) ?? ''}` : members.join('');
  switch (m.action) {
    case 'create_channel':
      return `Channel &laquo;${escaped(String(m.title))}&raquo; created`;
    case 'invite_members':
      return `${from} invited ${list}`;
    case 'remove_members':
      return `${from} removed ${list}`;
    case 'edit_group_title':
      return `${from} changed group title to &laquo;${escaped(String(m.title))}&raquo;`;
    case 'delete_group_photo':
      return `${from} removed group photo`;
    case 'set_messages_ttl':
      return `${from} has set messages to auto-delete in ${m.period === 86_400 ? '24 hours' : '7 days'}`;
    default:
      return escaped(String(m.information_text));
  }
}

function line(id: number, words: string): string {
  return `
     <div class="message service" id="message${id}">
${div('body details', words)}
     </div>
`;
}

function box(
  name: string,
  href: string | null,
  title: string,
  description: string | null,
  status: string | null,
): string {
  const tag = href === null ? 'div' : 'a';
  const link = href === null ? '' : ` href="${escaped(href)}"`;
  const parts = `${div('fill pull_left', '')}${div('body', `${div('title bold', escaped(title))}${description === null ? '' : div('description', escaped(description))}${status === null ? '' : div('status details', escaped(status))}`)}`; // prettier-ignore
  return div('media_wrap clearfix', `<${tag} class="media clearfix pull_left${href === null ? '' : ' block_link'} ${name}"${link}>${parts}</${tag}>`); // prettier-ignore
}

/** An entry of a list. */
export function entry(
  name: string,
  lines: readonly string[],
  info: string | null,
  href: string | null,
  tooltip: string | null = null,
): string {
  // prettier-ignore
  const tag = href === null ? 'div' : 'a';
  const link = href === null ? 'class="entry clearfix"' : `class="entry block_link clearfix" href="${escaped(href)}#allow_back"`; // prettier-ignore
  const title = tooltip === null ? '' : ` title="${escaped(tooltip)}"`;
  const picture = div('pull_left userpic_wrap', `<div class="userpic userpic${colour(name)}"><div class="initials"${title}>${escaped(name.slice(0, 1))}</div></div>`); // prettier-ignore
  const below = lines.map((one) => div('details_entry details', escaped(one))).join('');
  return `<${tag} ${link}>${picture}${div('body', `${info === null ? '' : div('pull_right info details', escaped(info))}${div('name bold', escaped(name))}${below}`)}</${tag}>`; // prettier-ignore
}

/** A page that is no chat's: the summary, or a list. */
export function plainPage(base: string, title: string, body: string): string {
  return `${start(base)}${div('page_header', div('content', div('text bold', escaped(title))))}${div('page_body', body)}${END}`; // prettier-ignore
}

/** A block of the page, as the app sets its lines. */
export function div(name: string, inner: string): string {
  return `
       <div class="${name}">
${inner}
       </div>
`;
}

/** `06.01.2020 12:00:01 UTC+00:00`. */
export function stamp(at: Date): string {
  const [year, month, day] = at.toISOString().slice(0, 10).split('-');
  return `${day ?? ''}.${month ?? ''}.${year ?? ''} ${at.toISOString().slice(11, 19)} UTC+00:00`;
}

export function escaped(value: string): string {
  const named: Readonly<Record<string, string>> = { '"': '&quot;', '&': '&amp;', "'": '&apos;', '<': '&lt;', '>': '&gt;', '\n': '<br>' }; // prettier-ignore
  // eslint-disable-next-line no-control-regex -- the app writes control characters as references
  return value.replace(/["&'<>\n]|[\u0000-\u001f]/gu, (one) => named[one] ?? `&#x${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')};`); // prettier-ignore
}

function colour(name: string): number {
  return (Buffer.from(name).reduce((sum, byte) => sum + byte, 0) % 8) + 1;
}

function start(base: string): string {
  return `<!DOCTYPE html>
<html>

 <head>

  <meta charset="utf-8"/>
<title>Exported Data</title>
  <meta content="width=device-width, initial-scale=1.0" name="viewport"/>

  <link href="${base}css/style.css" rel="stylesheet"/>

  <script src="${base}js/script.js" type="text/javascript">

  </script>

 </head>

 <body onload="CheckLocation();">

  <div class="page_wrap">
`;
}

const END = `
  </div>

 </body>

</html>
`;
