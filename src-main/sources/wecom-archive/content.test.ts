import { describe, expect, test } from 'vitest';
import { JsonFields } from '../json-fields.ts';
import { readContent } from './content.ts';
import type { Content } from './said.ts';

const FILE = { sdkfileid: 'CtY', md5sum: '368b6c18c82e6441bfd89b343e9d2429' };

function read(msgtype: string, content: object): Content | null {
  return readContent(msgtype, new JsonFields({ msgtype, ...content }));
}

/** Every kind of message that the service documents, by the dossier, section 4.4: what its content becomes. */
const KINDS: readonly (readonly [msgtype: string, content: object, read: object])[] = [
  ['text', { text: { content: 'crate' } }, { type: 'text', body: 'crate' }],
  ['markdown', { info: { content: '# crate' } }, { type: 'text', body: '# crate' }],
  ['image', { image: { ...FILE, filesize: 9 } }, { type: 'image', files: [{ type: 'image', ending: 'jpg', sizeBytes: 9 }] }], // prettier-ignore
  ['voice', { voice: { ...FILE, voice_size: 8, play_length: 3 } }, { type: 'voice', files: [{ ending: 'amr', sizeBytes: 8, durationS: 3 }] }], // prettier-ignore
  ['video', { video: { ...FILE, play_length: 4 } }, { type: 'video', files: [{ ending: 'mp4', durationS: 4 }] }],
  ['emotion', { emotion: { ...FILE, type: 2, width: 5, height: 6, imagesize: 7 } }, { type: 'sticker', files: [{ ending: 'png', width: 5, height: 6, sizeBytes: 7 }] }], // prettier-ignore
  ['file', { file: { ...FILE, filename: 'a.xlsx', fileext: 'xlsx' } }, { type: 'document', files: [{ name: 'a.xlsx', ending: 'xlsx' }] }], // prettier-ignore
  ['qydiskfile', { info: { filename: 'plan.docx' } }, { type: 'document', files: [{ name: 'plan.docx' }] }],
  ['card', { card: { corpname: 'Nordlicht', userid: 'Ada' } }, { type: 'contact', named: ['Ada'], details: [{ type: 'other', name: 'card' }] }], // prettier-ignore
  ['location', { location: { longitude: 10.1, latitude: 54.3, address: 'Kai 4', title: 'Pier', zoom: 15 } }, { type: 'location', details: [{ latitude: 54.3, longitude: 10.1, name: 'Pier' }], stored: { 'location.zoom': 15 } }], // prettier-ignore
  ['link', { link: { title: 'T', description: 'D', link_url: 'https://example.org', image_url: 'https://example.org/i' } }, { type: 'text', details: [{ type: 'link', url: 'https://example.org' }], stored: { 'link.image_url': 'https://example.org/i' } }], // prettier-ignore
  ['weapp', { weapp: { title: 'W', description: 'd', username: 'gh_1', displayname: 'Shop' } }, { type: 'business', details: [{ title: 'W', url: null }], stored: { 'weapp.displayname': 'Shop' } }], // prettier-ignore
  ['todo', { todo: { title: 'Sam', content: 'load it' } }, { type: 'event', body: 'load it' }],
  ['vote', { votetitle: 'Pier?', voteitem: ['4', '5'], votetype: 101, voteid: 'v' }, { type: 'poll', details: [{ question: 'Pier?' }, { name: '4' }, { name: '5' }] }], // prettier-ignore
  ['vote', { vote: { votetitle: 'Pier?', voteitem: ['4'], votetype: 102 } }, { type: 'poll', details: [{ question: 'Pier?' }, { name: '4' }] }], // prettier-ignore
  ['collect', { collect: { room_name: 'R', creator: 'Ada', create_time: '2019-11-22 19:44:23', title: 'Form', details: [{ id: 1, ques: 'q', type: 'Text' }] } }, { type: 'event', body: 'Form', stored: { 'collect.create_time': '2019-11-22 19:44:23', 'collect.details': '[{"id":1,"ques":"q","type":"Text"}]' } }], // prettier-ignore
  ['redpacket', { redpacket: { type: 1, wish: 'luck', totalcnt: 2, totalamount: 20 } }, { type: 'payment', body: 'luck', stored: { 'redpacket.totalamount': 20 } }], // prettier-ignore
  ['external_redpacket', { redpacket: { type: 2, wish: 'luck', totalcnt: 1, totalamount: 9 } }, { type: 'payment', stored: { 'redpacket.type': 2 } }], // prettier-ignore
  ['meeting', { meeting: { topic: 'M', starttime: 1603875600, endtime: 1603879200, address: 'P', remarks: 'r', meetingtype: 102, status: 5 } }, { type: 'event', details: [{ name: 'M', starts: { utcMs: 1603875600000 }, cancelled: true }], stored: { 'meeting.meetingtype': 102 } }], // prettier-ignore
  ['docmsg', { doc: { title: 'Doc', link_url: 'https://example.org/d', doc_creator: 'Ada' } }, { type: 'document', named: ['Ada'], details: [{ url: 'https://example.org/d' }] }], // prettier-ignore
  ['news', { info: { item: [{ title: 'N', description: 'd', url: 'https://example.org/n', picurl: 'p' }] } }, { type: 'business', details: [{ title: 'N' }] }], // prettier-ignore
  ['calendar', { calendar: { title: 'C', creatorname: 'Ada', attendeename: ['Ben'], starttime: 1603882800, endtime: 1603886400, place: 'P', remarks: '' } }, { type: 'event', details: [{ name: 'C', place: 'P' }], stored: { 'calendar.attendeename': '["Ben"]' } }], // prettier-ignore
  ['meeting_voice_call', { voiceid: 'V', meeting_voice_call: { ...FILE, endtime: 1594197635, demofiledata: [{ filename: 'F', demooperator: 'Ada', starttime: 1, endtime: 2 }], sharescreendata: [{ share: 'Ada', starttime: 1, endtime: 2 }] } }, { type: 'event', files: [{ type: 'audio' }], details: [{ name: 'demofiledata' }, { name: 'sharescreendata' }], stored: { 'meeting_voice_call.endtime': 1594197635 } }], // prettier-ignore
  ['voip_doc_share', { voipid: 'V', voip_doc_share: { ...FILE, filename: 'd.ppt', filesize: 4 } }, { type: 'document', files: [{ name: 'd.ppt' }] }], // prettier-ignore
  ['sphfeed', { sphfeed: { feed_type: 4, sph_name: 'Channel', feed_desc: 'desc' } }, { type: 'business', body: 'desc', stored: { 'sphfeed.sph_name': 'Channel' } }], // prettier-ignore
  ['voiptext', { info: { callduration: 0, invitetype: 3 } }, { type: 'call', call: { video: true, group: true, durationS: 0 } }], // prettier-ignore
  ['voiptext', { voiptext: { callduration: 9, invitetype: 2 } }, { type: 'call', call: { video: false, group: false, durationS: 9 } }], // prettier-ignore
  ['agree', { agree: { userid: 'wmA', agree_time: 1603875600000 } }, { type: 'system', named: ['wmA'], stored: { 'agree.agree_time': 1603875600000 } }], // prettier-ignore
  ['disagree', { disagree: { userid: 'wmA', disagree_time: 1603875600000 } }, { type: 'system', named: ['wmA'] }],
];

test.each(KINDS)('%s is read as documented', (msgtype, content, expected) => {
  expect(read(msgtype, content)).toMatchObject(expected);
});

/** Kinds that the service names and whose form no source gives, and what a recall stands in: none is guessed at. */
test.each(['meeting_notification', 'revoke', 'solitaire', 'note'])('%s is not guessed at', (msgtype) => {
  expect(read(msgtype, { [msgtype]: { title: 't' } })).toBeNull();
});

const inner = (type: string, content: object, msgtime?: number): object => ({ type, content: JSON.stringify(content), ...(msgtime === undefined ? {} : { msgtime }) }); // prettier-ignore

describe('parts', () => {
  test('of a forwarded conversation keep their kind, words, time and files', () => {
    const item = [
      inner('ChatRecordText', { content: 'first' }, 1603875610),
      inner('ChatRecordImage', FILE, 1603875610123),
      inner('ChatRecordLink', { title: 'T', link_url: 'https://example.org' }, 0),
      { type: 'ChatRecordText', msgtime: 7, content: 'no object' },
      inner('ChatRecordWhatever', { a: 1 }),
    ];
    const content = read('chatrecord', { chatrecord: { title: '群聊', item } });
    expect(content).toMatchObject({ type: 'text', body: '群聊', files: [{ type: 'image', part: '2' }] });
    expect(content?.details).toMatchObject([
      { type: 'part', place: '1', kind: 'ChatRecordText', text: 'first', time: { utcMs: 1603875610000, stored: '1603875610' } }, // prettier-ignore
      { place: '2', kind: 'ChatRecordImage', text: null, time: { utcMs: 1603875610123 } },
      { place: '3', time: null, values: { content: '{"title":"T","link_url":"https://example.org"}', msgtime: '0' } },
      { place: '4', text: null, time: null, values: { content: 'no object', msgtime: '7' } },
      { place: '5', kind: 'ChatRecordWhatever', text: null, values: { content: '{"a":1}' } },
    ]);
  });

  test('within parts are read too, down to a depth', () => {
    const mixed = { item: [inner('text', { content: 'deep' }), inner('image', FILE)] };
    const nested = inner('ChatRecordChatrecord', { title: 'inner', item: [inner('ChatRecordMixed', mixed, 1603875610)] }); // prettier-ignore
    const content = read('chatrecord', { chatrecord: { title: 'outer', item: [nested] } });
    expect(content?.details).toMatchObject([
      { place: '1', text: 'inner' },
      { place: '1.1', kind: 'ChatRecordMixed', time: { utcMs: 1603875610000 } },
      { place: '1.1.1', text: 'deep' },
      { place: '1.1.2', kind: 'image' },
    ]);
    expect(content?.files).toMatchObject([{ part: '1.1.2', sdkFileId: 'CtY' }]);
    let bottom: object = { title: 'end', item: [] };
    for (let n = 0; n < 12; n += 1) bottom = { title: `${n}`, item: [inner('ChatRecordChatrecord', bottom)] };
    expect(read('chatrecord', { chatrecord: bottom })?.details.at(-1)).toEqual({ type: 'other', name: 'parts_not_kept', values: { count: 1 } }); // prettier-ignore
  });

  test('beyond a number are counted', () => {
    const item = Array.from({ length: 520 }, (_, n) => inner('text', { content: `${n}` }));
    const content = read('mixed', { mixed: { item } });
    expect(content?.body).toBe('0');
    expect(content?.details).toHaveLength(501);
    expect(content?.details.at(-1)).toMatchObject({ name: 'parts_not_kept', values: { count: 20 } });
  });
});
