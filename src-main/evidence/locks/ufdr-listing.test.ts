import { expect, test } from 'vitest';
import { UfdrListing } from './ufdr-listing.ts';

const file = (path: string, local: string) =>
  `<file fs="data" path="${path}" size="3" id="${path}"><metadata section="File"><item name="Local Path"><![CDATA[${local}]]></item></metadata></file>`;
const list = (...files: readonly string[]) => `<taggedFiles>\n${files.join('\n')}\n</taggedFiles>`;
const HEAD = '<?xml version="1.0"?><project xmlns="http://pa.cellebrite.com/report/2.0">';

/** Reads a report in pieces of `size` bytes. */
function read(text: string, size: number) {
  const listing = new UfdrListing();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) listing.write(bytes.subarray(at, at + size));
  listing.end();
  return { paths: listing.files.map(({ device }) => device), faults: listing.faults, lists: listing.lists };
}

const TWO = `${HEAD}${list(file('/a', 'files/1'), file('/b', 'files/2'))}<decodedData><model><![CDATA[a message that says ${list(file('/forged', 'files/3'))}]]></model>
<!-- ${list(file('/said', 'files/3'))} --><?note ${list(file('/noted', 'files/3'))}?><taggedFilesOfOthers>${file('/other', 'x')}</taggedFilesOfOthers></decodedData>${list(file('/c', 'files/4'))}</project>`;

test('every list is read, in pieces of any size, and none that stands in a text, a comment or an instruction', () => {
  for (const size of [1, 2, 3, 7, 12, 13, 64, 1000, 100_000])
    expect([size, read(TWO, size)]).toEqual([size, { paths: ['/a', '/b', '/c'], faults: [], lists: 2 }]);
});

test('what stands behind a list that is damaged is searched for another', () => {
  const damaged = TWO.replace('</file>\n<file', '</metadata></file>\n<file');
  const at = Buffer.from(damaged).indexOf('</metadata></file>\n') + '</metadata>'.length;
  for (const size of [1, 50, 100_000]) {
    const { paths, faults } = read(damaged, size);
    expect(paths).toEqual(['/c']);
    expect(faults.map(({ what }) => what)).toEqual(['an element ends that did not begin']);
    expect(Math.abs((faults[0]?.at ?? 0) - at)).toBeLessThan(12);
  }
});

test('a list that begins in a tag that is none is read, in pieces of any size', () => {
  const damaged = `${HEAD}<taggedFiles><file path=${list(file('/c', 'files/4'))}</project>`;
  for (const size of [1, 3, 50, 100_000]) {
    const { paths, faults, lists } = read(damaged, size);
    expect([size, paths, lists]).toEqual([size, ['/c'], 2]);
    expect(faults).toEqual([{ at: damaged.indexOf('<file path=<'), what: 'a tag is not written as XML' }]);
  }
});

test('a list that is cut off keeps its whole files and says where it ends', () => {
  const cut = TWO.slice(0, TWO.indexOf('/b') + 40);
  for (const size of [1, 100_000]) {
    const { paths, faults } = read(cut, size);
    expect(paths).toEqual(['/a']);
    expect(faults).toEqual([{ at: expect.any(Number) as number, what: 'the document ends before its elements do' }]);
  }
});

test('an empty list and a report without one', () => {
  expect(read(`${HEAD}<taggedFiles/></project>`, 5)).toEqual({ paths: [], faults: [], lists: 1 });
  expect(read(`${HEAD}<taggedFiles /><taggedFiles>${file('/z', 'y')}</taggedFiles></project>`, 5).paths).toEqual([
    '/z',
  ]);
  expect(read(`${HEAD}</project>`, 5)).toEqual({ paths: [], faults: [], lists: 0 });
});

test('a list that a document type holds in its entities is none of the report', () => {
  const forged = `<!DOCTYPE project [<!ENTITY a "${list(file('/forged', 'files/3')).replaceAll('"', "'")}">]>`;
  const text = TWO.replace('<project', `${forged}<project`);
  for (const size of [1, 7, 50, 100_000])
    expect([size, read(text, size)]).toEqual([size, { paths: ['/a', '/b', '/c'], faults: [], lists: 2 }]);
});
