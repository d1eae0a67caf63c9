import type { ItemView } from '../contract/index.ts';
import type { MediaPlace } from './lines/attachment-block.ts';
import { mediaName } from './media-store.ts';
import type { ReportInput } from './report-input.ts';
import { words } from './words.ts';

/** Where a report would keep the contents of attachments; nothing is copied, and pictures are named, not shown. */
export interface KeptPlaces {
  /** Looks for the contents of an item's attachments. */
  learn(item: ItemView): Promise<void>;
  readonly of: (sha256: string) => MediaPlace | null;
}

export function keptPlaces(input: ReportInput, withMedia: boolean): KeptPlaces {
  const places = new Map<string, MediaPlace>();
  return {
    async learn({ attachments }) {
      for (const { sha256, presence } of attachments)
        if (sha256 !== null && presence === 'present' && !places.has(sha256))
          places.set(sha256, await placeOf(input, sha256, withMedia));
    },
    of: (sha256) => places.get(sha256) ?? null,
  };
}

async function placeOf(input: ReportInput, sha256: string, withMedia: boolean): Promise<MediaPlace> {
  if (!withMedia) return { kept: false, why: words.mediaNotCopied };
  const content = await input.media(sha256);
  if (content === null) return { kept: false, why: words.mediaNotAtHand };
  for await (const head of content.bytes()) return { kept: true, href: mediaName(sha256, head).name, picture: false };
  return { kept: true, href: mediaName(sha256, new Uint8Array()).name, picture: false };
}
