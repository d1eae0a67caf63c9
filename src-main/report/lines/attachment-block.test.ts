import { expect, it } from 'vitest';
import type { AttachmentView } from '../../contract/index.ts';
import { silkVoice } from '../../../fixtures/silk-voice.ts';
import { mediaName } from '../media-store.ts';
import { badLines } from '../fixture-wording.ts';
import { attachmentBlock } from './attachment-block.ts';

const SHA = 'ab'.repeat(32);

it('a voice in SILK is kept under a name of its own, and the line says what plays it', () => {
  const { name, picture } = mediaName(SHA, silkVoice(1));
  expect([name, picture]).toEqual([`media/${SHA}.silk`, false]);
  const attachment = { type: 'voice', presence: 'present', sha256: SHA, storedSha256: null, name: null, mediaType: null, sizeBytes: null, width: null, height: null, durationS: 1, matchedBy: 'path', path: null, deciphered: null, caption: null, transcript: null } as unknown as AttachmentView; // prettier-ignore
  const said = (href: string): string =>
    JSON.stringify(attachmentBlock(attachment, () => ({ kept: true, href, picture })));
  expect(said(name)).toContain('programs that decode SILK play it');
  expect(badLines([said(name)])).toEqual([]);
  expect(said(`media/${SHA}.mp3`)).not.toContain('SILK');
});
