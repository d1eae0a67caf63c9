import type { PrintedTime } from '../text/time.ts';
import type { Phrase } from './phrase.ts';

/** One part of a line's content, in reading order. Both page formats print the same parts. */
export type Block =
  /** A statement that must not be missed: deleted, recovered, differing with the log. */
  | {
      readonly as: 'banner';
      readonly tone: 'deleted' | 'recovered' | 'log';
      readonly says: Phrase;
      readonly otherwise: Phrase | null;
    }
  /** Text of evidence standing alone; `left` characters of it are not printed. */
  | { readonly as: 'body'; readonly text: string; readonly left: number }
  | {
      readonly as: 'quote';
      readonly head: Phrase;
      readonly text: string | null;
      readonly left: number;
      readonly foot: Phrase | null;
    }
  | { readonly as: 'version'; readonly head: Phrase; readonly text: string; readonly left: number }
  | {
      readonly as: 'attachment';
      readonly says: Phrase;
      /** Path below `data/`; null when the content is not in the package. */
      readonly href: string | null;
      /** True when browsers may show the content as a picture. */
      readonly picture: boolean;
    }
  | { readonly as: 'note'; readonly says: Phrase };

/** A message or event as the report prints it. */
export interface PrintedLine {
  /** Running number over the whole report, from 1. */
  readonly number: number;
  readonly time: PrintedTime | null;
  readonly timeNote: string | null;
  readonly sender: { readonly name: string; readonly identifier: string | null; readonly note: string | null } | null;
  /** Named on each line where lines stand by time; null where a head names it, or it is in none. */
  readonly conversation: string | null;
  readonly direction: 'incoming' | 'outgoing' | 'unknown';
  readonly tone: 'plain' | 'system' | 'deleted' | 'recovered';
  /** Our word for the kind, null for plain text. */
  readonly kind: string | null;
  readonly blocks: readonly Block[];
  /** Where it was read, the place that makes the record exist first: `message · F3 · message row 17 · page 2, bytes 8192+210`. */
  readonly citations: readonly Phrase[];
  /** Places that only messages.jsonl holds. */
  readonly further: number;
}
