import { describe, expect, it } from 'vitest';
import { legalWords } from './words.ts';
import { wechatVerdict } from './wechat-or-weixin.ts';

const words = legalWords('en');
const verdictOf = (stored: Readonly<Record<string, string>>, phone: string | null = null) =>
  wechatVerdict(
    { identifier: 'wxid_abc', phone, stored: Object.entries(stored).map(([name, value]) => ({ name, value })) },
    words,
  );

describe('WeChat or Weixin', () => {
  it.each([
    ['nothing', {}, 'undetermined', words.verdict.none],
    ['a country of registration alone', { 'userinfo 274436 (registration-country)': 'CN' }, 'undetermined', words.verdict.single], // prettier-ignore
    ['a telephone number alone', { 'userinfo 6 (bound-mobile)': '+8613800138000' }, 'undetermined', words.verdict.single], // prettier-ignore
    ['both for the mainland', { 'userinfo 274436 (registration-country)': 'CN', 'userinfo 6 (bound-mobile)': '008613800138000' }, 'weixin', words.verdict.agreed(2)], // prettier-ignore
    ['both for elsewhere', { 'userinfo 274436 (registration-country)': 'DE', 'userinfo 6 (bound-mobile)': '+49 151 1234567' }, 'wechat', words.verdict.agreed(2)], // prettier-ignore
    ['hints for both', { 'userinfo 274436 (registration-country)': 'CN', 'userinfo 6 (bound-mobile)': '+85291234567' }, 'undetermined', words.verdict.conflict], // prettier-ignore
    ['an empty country', { 'userinfo 274436 (registration-country)': '', 'userinfo 6 (bound-mobile)': '+491511234567' }, 'undetermined', words.verdict.single], // prettier-ignore
  ])('%s', (_, stored, is, reason) => {
    expect(verdictOf(stored)).toMatchObject({ is, reason });
  });

  it('does not take eleven digits for a country: they are Chinese or North American', () => {
    const { hints } = verdictOf({ 'userinfo 6 (bound-mobile)': '13800138000' });
    expect(hints[0]).toMatchObject({ speaksFor: null, weight: 'low', value: '13800138000' });
  });

  it('lists what speaks for neither, so that nobody takes it for a hint', () => {
    const { hints } = verdictOf({ 'userinfo 12293 (province)': 'Guangdong' });
    expect(hints.map(({ what, speaksFor }) => [what, speaksFor])).toEqual([
      [words.hint.region, null],
      [words.hint.identifier, null],
    ]);
  });

  it('takes the number of the account where no stored one says more', () => {
    expect(verdictOf({ 'userinfo 274436 (registration-country)': 'CN' }, '+8613800138000').is).toBe('weixin');
    expect(verdictOf({ 'userinfo 6 (bound-mobile)': '+491511234567' }, '+8613800138000').hints).toHaveLength(2);
  });
});
