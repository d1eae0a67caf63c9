import type { DateOrder } from './date-order.ts';
import type { Stamp } from './stamp.ts';

/** One message of the file before it is understood: a stamped line and those that continue it. */
export interface Entry {
  /** Bytes from the file's start, and length in bytes with line ends. */
  readonly offset: number;
  readonly length: number;
  readonly stamp: Stamp;
  readonly order: DateOrder;
  /** Null for a line of the app. */
  readonly author: string | null;
  readonly text: string;
  readonly decodable: boolean;
  /** The text was longer than is kept. */
  readonly cut: boolean;
}
