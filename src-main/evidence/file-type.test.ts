import { expect, it } from 'vitest';
import { fileTypeOf, typeByEnding, typesAgree } from './file-type.ts';

it.each([
  ['PK\x03\x04\x14\0\0\0\0\0........................[Content_Types].xml....word/document.xml', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['PK\x03\x04\x14\0\0\0\0\0........................notes.txt', 'application/zip'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'application/x-ole-storage'],
  ['%PDF-1.7', 'application/pdf'],
  ['MZ\x90\0', 'application/vnd.microsoft.portable-executable'],
  ['\n <!DOCTYPE html><p>', 'text/html'],
  ['BEGIN:VCARD\r\n', 'text/vcard'],
  ['plain words', 'text/plain'],
  ['\x00\x01\x02\x03', null],
  ['', null],
] as const)('names bytes by their content: %j', (bytes, type) => {
  expect(fileTypeOf(Buffer.from(bytes, 'latin1'))).toBe(type);
}); // prettier-ignore

it('marks only what cannot be the same', () => {
  expect(typesAgree('audio/ogg', 'audio/ogg; codecs=opus')).toBe(true);
  expect(typesAgree('video/mp4', 'audio/mp4')).toBe(true);
  expect(typesAgree('application/zip', 'application/octet-stream')).toBe(true);
  expect(typesAgree('text/plain', 'text/csv')).toBe(true);
  expect(typesAgree('application/vnd.microsoft.portable-executable', 'image/jpeg')).toBe(false);
  expect(typesAgree('image/webp', 'image/jpeg')).toBe(false);
  expect(typesAgree('application/pdf', 'image/png')).toBe(false);
  expect(typeByEnding('Pier 4.JPG')).toBe('image/jpeg');
  expect(typeByEnding('no ending')).toBeNull();
});
