import type { Filter } from '../../../src-main/contract/index.ts';
import { goView } from '../../state/location.ts';

/** Opens the messages behind a figure: the present filter, narrowed by what the mark stands for. */
export type OpenMessages = (narrower: Filter) => void;

export function openMessages(filter: Filter): OpenMessages {
  return (narrower) => {
    goView('timeline', { filter: narrow(filter, { classes: ['message'], ...narrower }) });
  };
}

/** Both filters at once: of times what they share, of anything else what the narrower one names. */
export function narrow(filter: Filter, narrower: Filter): Filter {
  const fromMs = Math.max(filter.fromMs ?? -Infinity, narrower.fromMs ?? -Infinity);
  const toMs = Math.min(filter.toMs ?? Infinity, narrower.toMs ?? Infinity);
  return { ...filter, ...narrower, ...(fromMs > -Infinity && { fromMs }), ...(toMs < Infinity && { toMs }) };
}
