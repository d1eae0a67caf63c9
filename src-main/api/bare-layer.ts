import type { LayerView } from '../contract/index.ts';

/** A layer without the lines that do it again. */
export type BareLayer = Omit<LayerView, 'commands' | 'note'>;
