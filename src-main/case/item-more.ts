import type { Call, Recovery, SystemAction } from '../model/index.ts';
import type { TimeText } from './time-forms.ts';

/** The rarely used parts of an item, as the JSON of `item.more`. Accounts by id, times as `TimeText`. */
export interface ItemMore {
  readonly recovery?: Recovery;
  readonly forwarded?: { readonly score: number | null };
  readonly edited?: TimeText;
  readonly deleted?: {
    readonly by: number | null;
    readonly time: TimeText | null;
    readonly originalServerId: string | null;
  };
  readonly expires?: { readonly durationS: number | null; readonly at: TimeText | null };
  readonly system?: {
    readonly action: SystemAction;
    readonly actionStored: string;
    readonly actor: number | null;
    readonly affected: readonly number[];
    readonly before: string | null;
    readonly after: string | null;
  };
  readonly call?: Omit<Call, 'message'> & {
    readonly accounts: readonly number[];
    /** Key of the message row that shows the call. */
    readonly message: string | null;
  };
  readonly accounts?: readonly number[];
}
