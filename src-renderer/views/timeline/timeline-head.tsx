import { Button, ButtonGroup } from '@blueprintjs/core';
import { FilterKeepIcon, ZoomInIcon, ZoomOutIcon, ZoomToFitIcon } from '@blueprintjs/icons';
import { memo, type ReactNode } from 'react';
import type { AnnotationView } from '../../../src-main/contract/index.ts';
import { SelectField } from '../../components/field.tsx';
import { useMessages } from '../../messages/index.ts';
import { AnnotationList } from './annotation-list.tsx';
import { BYS } from './chart-series.ts';
import { MODES, useChartSettings } from './chart-settings.ts';

/** How the span shown is drawn, and what can be done with it. */
export const TimelineHead = memo(function TimelineHead(props: {
  readonly isWhole: boolean;
  readonly annotations: readonly AnnotationView[];
  /** Scales the span shown; null shows the whole. */
  readonly onZoom: (factor: number | null) => void;
  readonly onFilter: () => void;
  readonly onName: () => void;
  readonly onAnnotation: (annotation: AnnotationView) => void;
}): ReactNode {
  const m = useMessages();
  const { by, mode } = useChartSettings();
  const { isWhole, onZoom } = props;
  return (
    <header className="page-head">
      <h1>{m.timeline.title}</h1>
      <span className="spring" />
      <ButtonGroup role="group" aria-label={m.timeline.mode}>
        {MODES.map((name) => (
          <Button
            key={name}
            size="small"
            text={m.timeline.modes[name]}
            active={mode === name}
            aria-pressed={mode === name}
            onClick={() => {
              useChartSettings.setState({ mode: name });
            }}
          />
        ))}
      </ButtonGroup>
      {mode !== 'week' && (
        <SelectField
          isInline
          label={mode === 'lanes' ? m.timeline.lanesBy : m.timeline.by}
          value={by}
          onValue={(value) => {
            useChartSettings.setState({ by: value });
          }}
          choices={BYS.map((value) => ({ value, label: m.timeline.bys[value] }))}
        />
      )}
      <ButtonGroup>
        <Button
          size="small"
          variant="minimal"
          icon={<ZoomInIcon size={14} />}
          aria-label={m.timeline.zoomIn}
          title={m.timeline.zoomIn}
          onClick={() => {
            onZoom(0.5);
          }}
        />
        <Button
          size="small"
          variant="minimal"
          icon={<ZoomOutIcon size={14} />}
          aria-label={m.timeline.zoomOut}
          title={m.timeline.zoomOut}
          onClick={() => {
            onZoom(2);
          }}
        />
        <Button
          size="small"
          variant="minimal"
          icon={<ZoomToFitIcon size={14} />}
          aria-label={m.timeline.whole}
          title={m.timeline.whole}
          disabled={isWhole}
          onClick={() => {
            onZoom(null);
          }}
        />
      </ButtonGroup>
      <Button
        size="small"
        icon={<FilterKeepIcon size={14} />}
        text={m.timeline.toFilter}
        disabled={isWhole}
        onClick={props.onFilter}
      />
      <AnnotationList annotations={props.annotations} onShow={props.onAnnotation} onName={props.onName} />
    </header>
  );
});
