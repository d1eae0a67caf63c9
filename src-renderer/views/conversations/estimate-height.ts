import type { ItemView } from '../../../src-main/contract/index.ts';

const LINE_PX = 19;
const LETTERS_PER_LINE = 70;

/** About how tall a row will be before it is measured, in px; a good guess keeps the scroll bar still. */
export function estimateHeight(item: ItemView | null): number {
  if (item === null) return 78;
  if (item.system !== null) return 44;
  const text = item.body === null ? 0 : Math.ceil(item.body.length / LETTERS_PER_LINE);
  const picture = item.attachments.some((one) => one.presence !== 'absent' && one.type !== 'document') ? 200 : 0;
  const other = item.attachments.length * 40 + item.versions.length * 50 + item.details.length * 30;
  return (
    52 +
    Math.min(text, 60) * LINE_PX +
    picture +
    other +
    (item.quote === null ? 0 : 48) +
    (item.reactions.length > 0 ? 26 : 0)
  );
}
