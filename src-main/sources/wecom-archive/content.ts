import type { Attachment, Detail, MessageType } from '../../model/index.ts';
import { readTimestamp } from '../../model/index.ts';
import type { TimeMeaning, Timestamp } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { parseObject } from '../json-object.ts';
import { kindOfPart, partsOf } from './parts.ts';
import type { Content, FileNamed } from './said.ts';

const NOTHING: Content = { type: 'unknown', body: null, files: [], details: [], named: [], call: null, stored: {} };

/**
 * Reads the content of a message by its `msgtype`; null for a type that is not known, whose values are then carried as
 * stored. Source: the documentation of the archive's interface and its public client libraries, by the dossier, section 4.4.
 */
export function readContent(msgtype: string, row: JsonFields): Content | null {
  const [name, reader] = READERS.get(msgtype) ?? [];
  if (name === undefined || reader === undefined) return null;
  const inner = row.object(name) ?? (msgtype === 'voiptext' ? row.object('voiptext') : null);
  const fields = inner ?? row;
  const content = reader(fields, row);
  return { ...content, stored: { ...content.stored, ...(inner === null ? {} : inner.rest(`${name}.`)) } };
}

type Reader = (fields: JsonFields, row: JsonFields) => Content;

/** By `msgtype`: the name of the object that holds the content, and how it is read. */
const READERS: ReadonlyMap<string, readonly [string, Reader]> = new Map(
  Object.entries<readonly [string, Reader]>({
    text: ['text', (f) => ({ ...NOTHING, type: 'text', body: f.text('content') })],
    markdown: ['info', (f) => ({ ...NOTHING, type: 'text', body: f.text('content') })],
    image: ['image', (f) => withFile('image', file(f, 'image', 'jpg'))],
    voice: ['voice', (f) => withFile('voice', file(f, 'voice', 'amr'))],
    video: ['video', (f) => withFile('video', file(f, 'video', 'mp4'))],
    emotion: ['emotion', (f) => withFile('sticker', file(f, 'sticker', f.whole('type') === 2 ? 'png' : 'gif'))],
    file: ['file', (f) => withFile('document', file(f, 'document', f.text('fileext')))],
    qydiskfile: ['info', (f) => withFile('document', file(f, 'document', null))],
    voip_doc_share: ['voip_doc_share', (f) => withFile('document', file(f, 'document', null))],
    meeting_voice_call: ['meeting_voice_call', meetingRecording],
    voiptext: ['info', call],
    card: ['card', card],
    location: ['location', place],
    link: ['link', (f) => ({ ...NOTHING, type: 'text', details: [link(f, 'link_url')] })],
    docmsg: ['doc', sharedDocument],
    weapp: ['weapp', (f) => ({ ...NOTHING, type: 'business', details: [link(f, null)] })],
    sphfeed: ['sphfeed', (f) => ({ ...NOTHING, type: 'business', body: f.text('feed_desc') })],
    news: ['info', news],
    todo: [
      'todo',
      (f) => ({ ...NOTHING, type: 'event', body: f.text('content'), details: [named('todo', f, 'title')] }),
    ],
    vote: ['vote', vote],
    collect: ['collect', (f) => ({ ...NOTHING, type: 'event', body: f.text('title') })],
    redpacket: ['redpacket', (f) => ({ ...NOTHING, type: 'payment', body: f.text('wish') })],
    external_redpacket: ['redpacket', (f) => ({ ...NOTHING, type: 'payment', body: f.text('wish') })],
    meeting: ['meeting', (f) => appointment(f, 'topic', 'address')],
    calendar: ['calendar', (f) => appointment(f, 'title', 'place')],
    chatrecord: ['chatrecord', (f) => withParts({ ...NOTHING, type: 'text', body: f.text('title') }, f)],
    mixed: ['mixed', mixed],
    agree: ['agree', consent],
    disagree: ['disagree', consent],
  }),
);

function withFile(type: MessageType, one: FileNamed): Content {
  return { ...NOTHING, type, files: [one] };
}

function file(f: JsonFields, type: Attachment['type'], ending: string | null): FileNamed {
  const kept = f.text('fileext');
  return {
    type,
    name: f.text('filename'),
    md5: f.text('md5sum'),
    ending: ending ?? kept,
    sizeBytes: f.whole('filesize') ?? f.whole('imagesize') ?? f.whole('voice_size'),
    durationS: f.whole('play_length'),
    width: f.whole('width'),
    height: f.whole('height'),
    sdkFileId: f.text('sdkfileid'),
    part: null,
  };
}

function meetingRecording(f: JsonFields): Content {
  const shown = f.objects('demofiledata').map((one) => named('demofiledata', one, 'filename'));
  const shared = f.objects('sharescreendata').map((one) => named('sharescreendata', one, 'share'));
  return { ...withFile('event', file(f, 'audio', 'amr')), details: [...shown, ...shared] };
}

function call(f: JsonFields): Content {
  const kind = f.whole('invitetype');
  const durationS = f.whole('callduration');
  return {
    ...NOTHING,
    type: 'call',
    call: {
      video: kind === 1 || kind === 3 ? true : kind === 2 || kind === 4 ? false : null,
      group: kind === 3 || kind === 4,
      durationS,
    },
    stored: kind === null ? {} : { 'voiptext.invitetype': kind },
  };
}

/** A card names an account of the service, without a vCard. */
function card(f: JsonFields): Content {
  const userid = f.text('userid');
  const values = { corpname: f.text('corpname'), userid };
  return {
    ...NOTHING,
    type: 'contact',
    named: userid === null ? [] : [userid],
    details: [{ type: 'other', name: 'card', values }],
  };
}

function place(f: JsonFields): Content {
  const latitude = degrees(f, 'latitude', 90);
  const longitude = degrees(f, 'longitude', 180);
  if (latitude === null || longitude === null) return { ...NOTHING, type: 'location' };
  const detail: Detail['content'] = {
    type: 'location',
    latitude,
    longitude,
    name: f.text('title'),
    address: f.text('address'),
    url: null,
    liveS: null,
  };
  return { ...NOTHING, type: 'location', details: [detail] };
}

function degrees(f: JsonFields, name: string, most: number): number | null {
  const value = f.number(name);
  return value !== null && Math.abs(value) <= most ? value : null;
}

function link(f: JsonFields, url: string | null): Detail['content'] {
  return {
    type: 'link',
    url: url === null ? null : f.text(url),
    title: f.text('title'),
    description: f.text('description'),
  };
}

function sharedDocument(f: JsonFields): Content {
  const creator = f.text('doc_creator');
  const stored = creator === null ? {} : { 'doc.doc_creator': creator };
  const named = creator === null ? [] : [creator];
  return { ...NOTHING, type: 'document', named, details: [link(f, 'link_url')], stored };
}

function news(f: JsonFields): Content {
  return { ...NOTHING, type: 'business', details: f.objects('item').map((one) => link(one, 'url')) };
}

/** The title, the choices and the state stand beside the message's own values, or in an object of their own. */
function vote(f: JsonFields): Content {
  const details: Detail['content'][] = [{ type: 'poll', question: f.text('votetitle'), choices: null, ends: null }];
  for (const [position, name] of f.texts('voteitem').entries())
    details.push({ type: 'poll-option', position, name, votes: null });
  return { ...NOTHING, type: 'poll', details };
}

function appointment(f: JsonFields, title: string, where: string): Content {
  const starts = seconds(f, 'starttime', 'started');
  const ends = seconds(f, 'endtime', 'ended');
  const detail: Detail['content'] = {
    type: 'event',
    name: f.text(title),
    description: f.text('remarks'),
    place: f.text(where),
    starts,
    ends,
    cancelled: f.whole('status') === CANCELLED,
  };
  return { ...NOTHING, type: 'event', details: [detail] };
}

/** State of a meeting that was called off. Source: the dossier, section 4.4, `meeting.status`. */
const CANCELLED = 5;

function seconds(f: JsonFields, name: string, meaning: TimeMeaning): Timestamp | null {
  const value = f.whole(name);
  return value === null ? null : readTimestamp(value, 'unix-s', meaning);
}

/** Whoever is asked whether conversations may be kept answers with such a message. */
function consent(f: JsonFields): Content {
  const userid = f.text('userid');
  return { ...NOTHING, type: 'system', named: userid === null ? [] : [userid] };
}

function named(name: string, f: JsonFields, title: string): Detail['content'] {
  return { type: 'other', name, values: { [title]: f.text(title), ...f.rest('') } };
}

/** A message of several parts: its text is that of the first part that has one. */
function mixed(f: JsonFields): Content {
  const first = f.objects('item').find((one) => kindOfPart(one) === 'text');
  const content = parseObject(first?.text('content') ?? '');
  return withParts({ ...NOTHING, type: 'text', body: content?.text('content') ?? null }, f);
}

function withParts(around: Content, f: JsonFields): Content {
  return { ...around, ...partsOf(f, readPart) };
}

/** What one part says; of one that holds parts itself, they are read by the caller. */
function readPart(kind: string, inner: JsonFields): Content | null {
  if (kind === 'mixed') return { ...NOTHING, type: 'text' };
  if (kind === 'chatrecord') return { ...NOTHING, type: 'text', body: inner.text('title') };
  return READERS.get(kind)?.[1](inner, inner) ?? null;
}
