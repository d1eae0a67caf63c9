import { Button } from '@blueprintjs/core';
import { CrossIcon, FilterKeepIcon, FlagIcon, ZoomInIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { narrow } from '../overview/open-messages.ts';
import { wholeMs, type Span } from './span.ts';

/** What can be done with the span that was dragged: how much lies in it, zoom, filter, name. */
export function SelectionBar(props: {
  readonly filter: Filter;
  readonly selection: Span;
  readonly onZoom: () => void;
  readonly onFilter: () => void;
  readonly onName: () => void;
  readonly onClear: () => void;
}): ReactNode {
  const m = useMessages();
  const span = wholeMs(props.selection);
  const { data, error } = useEngine('item.page', { filter: narrow(props.filter, span), limit: 1 });
  return (
    <div className="selection-bar row" role="group" aria-label={m.timeline.selection}>
      <span className="numeric">
        <TimeText ms={span.fromMs} /> – <TimeText ms={span.toMs} />
      </span>
      <span className="numeric muted" role="status">
        {data === undefined ? '…' : m.counts.items(data.total)}
      </span>
      {error !== null && <FailureNote error={error} />}
      <span className="spring" />
      <Button size="small" icon={<ZoomInIcon size={14} />} text={m.timeline.zoomTo} onClick={props.onZoom} />
      <Button size="small" icon={<FilterKeepIcon size={14} />} text={m.timeline.toFilter} onClick={props.onFilter} />
      <Button size="small" icon={<FlagIcon size={14} />} text={m.timeline.name} onClick={props.onName} />
      <Button
        size="small"
        variant="minimal"
        icon={<CrossIcon size={14} />}
        aria-label={m.timeline.clearSelection}
        onClick={props.onClear}
      />
    </div>
  );
}
