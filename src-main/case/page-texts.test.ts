import { expect, it } from 'vitest';
import { holdsPageText, isMadeOfPage } from './page-texts.ts';

const PHOTO = '<div class="media clearfix pull_left media_photo"><div class="title bold">\n Photo\n </div></div>';
const LINE = '<div class="body details">\nChannel &laquo;Harbour &amp; co&raquo; created\n</div>';

it('a type is made of the class of an element and of a title in it', () => {
  expect(isMadeOfPage(PHOTO, 'media_photo: Photo')).toBe(true);
  expect(isMadeOfPage(PHOTO, 'media_photo: Video')).toBe(false);
  expect(isMadeOfPage(PHOTO, 'photo: Photo')).toBe(false);
});

it('a type is made of the words of a line in their order, with what stands between them left out', () => {
  expect(isMadeOfPage(LINE, 'Channel created')).toBe(true);
  for (const other of ['created Channel', 'Channel removed', 'Chan created', 'created'])
    expect(isMadeOfPage(LINE, other)).toBe(false);
});

it('a text is that of an element, with its references resolved', () => {
  expect(holdsPageText(LINE, 'Channel «Harbour & co» created')).toBe(true);
  expect(holdsPageText(LINE, 'Harbour & co')).toBe(false);
  expect(holdsPageText('Photo', 'Photo')).toBe(false);
});
