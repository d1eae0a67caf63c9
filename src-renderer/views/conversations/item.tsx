import type { ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import type { Mark } from '../../text/evidence-text.tsx';
import { Bubble } from './bubble.tsx';
import { isLine } from './grouping.ts';
import type { ItemActions, OpenPart } from './item-actions.ts';
import { CallLine, SystemLine } from './lines.tsx';

/** A message, call or system line in its place. */
export function Item(props: {
  readonly item: ItemView;
  /** True: it goes on with what the bubble before began, and does not name its sender again. */
  readonly goesOn: boolean;
  /** Runs of its text that were looked for. */
  readonly marks: readonly Mark[];
  readonly open: ReadonlySet<OpenPart>;
  readonly actions: ItemActions;
}): ReactNode {
  const { item, actions } = props;
  if (!isLine(item)) return <Bubble {...props} />;
  return item.call === null ? (
    <SystemLine item={item} actions={actions} />
  ) : (
    <CallLine item={item} call={item.call} actions={actions} />
  );
}
