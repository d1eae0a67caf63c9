import { describe, expect, it } from 'vitest';
import { readContent } from './content.ts';

const LTR = '\u200e';
const RTL = '\u200f';

describe('the words of the app in an export that marks them', () => {
  it.each([
    [`${LTR}<attached: 0012-PHOTO-2024.jpg>`, 'image', '0012-PHOTO-2024.jpg', null],
    [`words ${LTR}<attached: 0012-PHOTO-2024.jpg>`, 'image', '0012-PHOTO-2024.jpg', 'words'],
    [`${LTR}<附件：0012-PHOTO-2024.jpg>`, 'image', '0012-PHOTO-2024.jpg', null],
    [`words ${LTR}<附件：0013-AUDIO-2024.m4a>`, 'audio', '0013-AUDIO-2024.m4a', 'words'],
    [`${LTR}<添付ファイル: 0012-VIDEO-2024.mp4>`, 'video', '0012-VIDEO-2024.mp4', null],
    [`${RTL}<${RTL}مُرفق: 0012-PHOTO-2024.jpg>`, 'image', '0012-PHOTO-2024.jpg', null],
    [`${LTR}<pièce jointe : 0012-STICKER-2024.webp>`, 'sticker', '0012-STICKER-2024.webp', null],
  ] as const)('%s names a file', (stored, type, name, body) => {
    expect(readContent(stored, true)).toMatchObject({ attachment: { name }, body, edited: false });
    expect(readContent(stored, true).attachment?.type).toBe(type);
  });

  it('words alone in brackets are a line of the app, and none of them is lost', () => {
    expect(readContent(`${LTR}<Some words of a new version>`, true)).toMatchObject({
      type: 'system',
      body: '<Some words of a new version>',
      edited: false,
    });
  });

  it('a mark of editing is taken off where its words are known, and else stays in the text', () => {
    expect(readContent(`text ${LTR}<This message was edited>`, true)).toMatchObject({ body: 'text', edited: true });
    expect(readContent(`text ${LTR}<Words in no list>`, true)).toMatchObject({
      body: `text ${LTR}<Words in no list>`,
      edited: true,
    });
  });

  it.each([
    [`${LTR}POLL:\nWhich?\n${LTR}OPTION: Red (2 votes)\n${LTR}OPTION: Blue (1 vote)`, [2, 1]],
    [`${LTR}投票：\nWhich?\n${LTR}选项：Red（2 票）\n${LTR}选项：Blue（1 票）`, [2, 1]],
    [`${LTR}アンケート:\nWhich?\n${LTR}オプション: Red (2 票)\n${LTR}オプション: Blue`, [2, null]],
    [`${RTL}استطلاع:\nWhich?\n${RTL}خيار: Red (2 أصوات)\n${RTL}خيار: Blue (1 صوت)`, [2, 1]],
  ])('reads a poll whatever its script: %s', (stored, votes) => {
    const { poll } = readContent(stored, true);
    expect(poll?.question).toBe('Which?');
    expect(poll?.options).toEqual([
      { name: 'Red', votes: votes[0] },
      { name: 'Blue', votes: votes[1] },
    ]);
  });

  it('what a person typed in such a shape is text', () => {
    for (const stored of [
      '投票：\nWhich?\n选项：Red（2 票）',
      '<附件：0012-PHOTO-2024.jpg>',
      'text <Words in no list>',
    ])
      expect(readContent(stored, false)).toMatchObject({ type: 'text', body: stored, edited: false });
  });
});
