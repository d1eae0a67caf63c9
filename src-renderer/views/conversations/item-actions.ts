import type { AttachmentView, ItemView } from '../../../src-main/contract/index.ts';

/** A part of an item that is shown on demand. */
export type OpenPart = 'receipts' | 'reactions' | 'versions';

/** What can be done with an item where it stands; the same object as long as the pane lives. */
export interface ItemActions {
  /** Goes to the message that this one quotes. */
  readonly quote: (item: ItemView) => void;
  /** Shows or hides a part of the item. */
  readonly toggle: (item: ItemView, part: OpenPart) => void;
  /** Shows a picture of the item large. */
  readonly enlarge: (item: ItemView, attachment: AttachmentView) => void;
  /** Opens the item's provenance. */
  readonly provenance: (item: ItemView) => void;
}

/** The parts that are open, where nothing was opened. */
export const nothingOpen: ReadonlySet<OpenPart> = new Set();
