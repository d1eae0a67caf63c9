import type { EvidenceFile } from '../../evidence/tree.ts';
import type { PagePeople } from './page-people.ts';
import type { SeenMessages } from './seen-messages.ts';

/** What the records of one export's pages share. */
export interface PageReading {
  /** IANA zone of the computer that exported, as the examiner stated it; null: not known. */
  readonly zone: string | null;
  readonly people: PagePeople;
  readonly seen: SeenMessages;
  /** The name of the account that exported, as its summary states it; null without one. */
  readonly ownName: string | null;
  /** What pages of the export were found to hold, said once at its end. */
  readonly said: { times: boolean; offsets: boolean; lines: boolean };
}

/** The page in hand: its file, and its folder below the export's. */
export interface Page {
  readonly file: EvidenceFile;
  readonly folder: string;
}

/** Where a link of a page leads, below the export's folder; null for what lies outside it or is an address. */
export function placeOf(page: Page, href: string): string | null {
  if (/^[a-z][\w+.-]*:|^[/\\]|\\/iu.test(href)) return null;
  const parts: string[] = page.folder === '' ? [] : page.folder.split('/');
  for (const part of href.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.length === 0 ? null : parts.join('/');
}
