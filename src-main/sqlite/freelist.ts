import type { PageSource } from './page-source.ts';

/** Pages of the freelist, trunks and leaves. Stops at a page out of range or seen before. Source: sqlite.org/fileformat2.html, section 1.5. */
export function* freelistPages(
  source: PageSource,
): Generator<{ readonly page: number; readonly role: 'trunk' | 'leaf' }> {
  const trunks = new Set<number>();
  let trunk = source.header.firstFreelistPage;
  let budget = source.pageCount;
  while (trunk > 0 && !trunks.has(trunk)) {
    const bytes = source.read(trunk);
    if (bytes === null) return;
    trunks.add(trunk);
    yield { page: trunk, role: 'trunk' };
    const count = Math.min(bytes.readUInt32BE(4), Math.floor(source.usableSize / 4) - 2);
    for (let index = 0; index < count; index += 1) {
      budget -= 1;
      if (budget < 0) return;
      const page = bytes.readUInt32BE(8 + 4 * index);
      if (page >= 1 && page <= source.pageCount) yield { page, role: 'leaf' };
    }
    trunk = bytes.readUInt32BE(0);
  }
}
