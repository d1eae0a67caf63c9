import { afterEach, beforeEach, expect, it } from 'vitest';
import { storyteller, tempCase, sentAt } from '../../case/fixture-case.ts';
import { draftRequest } from './draft-request.ts';
import { readLegal } from './read-legal.ts';
import { DATA, ROUTES } from './services.ts';
import { legalWords } from './words.ts';

let made: ReturnType<typeof tempCase>;
beforeEach(() => {
  made = tempCase();
  const tell = storyteller(made.file, made.source);
  tell.account('me', {
    service: 'wechat',
    identifier: 'wxid_me',
    owner: { claim: 'test', assumed: false },
    names: [{ name: 'Ada\u202e\nB', givenBy: 'self', column: 'userinfo.value' }],
    stored: { 'userinfo 274436 (registration-country)': 'DE', 'userinfo 6 (bound-mobile)': '+491511234567' },
  });
  tell.account('ann', { service: 'wechat', identifier: 'wxid_ann' });
  tell.account('firm', { service: 'wechat', identifier: '25984@openim' });
  tell.account('wa', { service: 'whatsapp', identifier: '491511234567@s.whatsapp.net', phone: '+491511234567' });
  tell.account('sig', { service: 'signal', identifier: 'aci' });
  tell.conversation('with-ann', { type: 'one-to-one', account: 'ann' });
  tell.message('1', 'with-ann', 'hi', { sender: 'ann' });
  tell.message('2', 'with-ann', 'hi', { sender: 'me', direction: 'outgoing', times: [sentAt(Date.UTC(2024, 4, 6))] });
  tell.message('3', 'with-ann', '100', { sender: 'me', direction: 'outgoing', type: 'payment', times: [] });
  tell.done();
});
afterEach(() => {
  made.remove();
});

function idOf(identifier: string): number {
  const { db } = made.file;
  for (let id = 1; ; id += 1) if (readLegal(db, id, {}, 'en').identifier === identifier) return id;
}
const legalOf = (identifier: string) => readLegal(made.file.db, idOf(identifier), {}, 'en');

it('tells the service by the app, by the form of a WeCom contact, and by hints for WeChat', () => {
  expect(legalOf('wxid_me')).toMatchObject({ service: 'wechat', verdict: { is: 'wechat' } });
  expect(legalOf('wxid_ann')).toMatchObject({ service: 'wechat-or-weixin', verdict: { is: 'undetermined' } });
  expect(legalOf('25984@openim')).toMatchObject({ service: 'wecom', verdict: null });
  expect(legalOf('491511234567@s.whatsapp.net')).toMatchObject({ service: 'whatsapp', verdict: null });
});

it('says nothing of a service that no document is cited for', () => {
  expect(legalOf('aci')).toMatchObject({ service: 'other', data: [], routes: [], elements: [] });
});

it('promises nothing of an account that may be of Weixin', () => {
  const open = legalOf('wxid_ann').data.map(({ id, prospect }) => `${id}: ${prospect}`);
  expect(open).toContain('wechat-registration: unknown');
  expect(open).toContain('wechat-content: no');
});

it('cites each statement, and lists what is cited', () => {
  for (const identifier of ['wxid_me', '25984@openim', '491511234567@s.whatsapp.net']) {
    const { data, routes, alternatives, citations } = legalOf(identifier);
    const listed = new Set(citations.map(({ id }) => id));
    for (const said of [...data, ...routes, ...alternatives]) {
      expect(said.citations.length, said.id).toBeGreaterThan(0);
      for (const id of said.citations) expect(listed, said.id).toContain(id);
    }
  }
});

it('puts the ways first of which the case holds something', () => {
  const ways = legalOf('wxid_me').alternatives;
  expect(ways.map(({ id, holdings }) => [id, holdings.map(({ value, says }) => `${value}: ${says}`)])).toEqual([
    ['own-device', [expect.stringContaining('3 messages')]],
    ['counterparties', ['wxid_ann: 3 messages']],
    ['identifiers', ['+491511234567: stored in userinfo 6 (bound-mobile)']],
    ['payments', [': 1 message or event about payments sent by it']],
    ['public', ['Ada\u202e\nB: name in userinfo.value']],
    ['other-devices', []],
  ]);
});

it('drafts a request from the case, with gaps marked and evidence kept on its line', () => {
  const account = idOf('wxid_me');
  const draft = (more: object = {}) =>
    draftRequest(made.file, { account, filter: {}, language: 'en', draft: 'preserve', ...more });
  const text = draft();
  expect(text).toContain('- Identifier, as stored: wxid_me\n- Telephone number: +491511234567\n');
  expect(text).toContain('- Names, as stored: Ada\\u{202e}\\u{a}B\n');
  expect(text).toContain('Period (UTC): from 2024-05-06T00:00:00.000Z to 2024-05-06T00:00:00.000Z');
  expect(text).toContain('- Account and registration data');
  expect(text).not.toContain('Content of messages');
  expect(text).toContain('Contact: [to be filled in]');
  expect(draft({ data: ['wechat-content'] })).toContain('- Content of messages, voice, pictures');
  expect(draft({ filter: { fromMs: 0 } })).toContain('from 1970-01-01T00:00:00.000Z');
});

it('has words for every statement in each language', () => {
  const [en, zh] = [legalWords('en'), legalWords('zh')];
  expect(Object.keys(zh.data).sort()).toEqual(Object.keys(DATA).sort());
  expect(Object.keys(zh.route).sort()).toEqual(Object.keys(ROUTES).sort());
  expect(zh.elements).toHaveLength(en.elements.length);
  for (const [id, { says }] of Object.entries(zh.data)) expect(says, id).toMatch(/[\u4e00-\u9fff]/u);
});
