import { Button, PopoverNext } from '@blueprintjs/core';
import { FlagIcon, TrashIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { AnnotationView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useAction } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';

const MOST_SHOWN = 200;

/** The named instants and spans of the case, each shown or removed from here. */
export function AnnotationList(props: {
  readonly annotations: readonly AnnotationView[];
  readonly onShow: (annotation: AnnotationView) => void;
  readonly onName: () => void;
}): ReactNode {
  const m = useMessages();
  const { annotations } = props;
  return (
    <PopoverNext placement="bottom-end" content={<List {...props} />}>
      <Button
        size="small"
        variant="minimal"
        icon={<FlagIcon size={14} />}
        text={m.timeline.annotations(annotations.length)}
      />
    </PopoverNext>
  );
}

function List({ annotations, onShow, onName }: Parameters<typeof AnnotationList>[0]): ReactNode {
  const m = useMessages();
  const remove = useAction('annotation.remove');
  return (
    <section className="annotation-list" aria-label={m.timeline.annotationsTitle}>
      <div className="row">
        <h2>{m.timeline.annotationsTitle}</h2>
        <span className="spring" />
        <Button size="small" icon={<FlagIcon size={14} />} text={m.timeline.nameShown} onClick={onName} />
      </div>
      {annotations.length === 0 && <p className="muted">{m.timeline.noAnnotations}</p>}
      <ul className="plain">
        {annotations.slice(0, MOST_SHOWN).map((one) => (
          <li key={one.id} className="annotation-row">
            <button
              type="button"
              className="link-row"
              title={m.timeline.showAnnotation}
              onClick={() => {
                onShow(one);
              }}
            >
              <EvidenceText text={one.name} className="strong" />
            </button>
            <div className="row small muted numeric">
              <TimeText ms={one.fromMs} />
              {one.toMs !== null && (
                <>
                  – <TimeText ms={one.toMs} />
                </>
              )}
              <span className="spring" />
              <Button
                size="small"
                variant="minimal"
                icon={<TrashIcon size={12} />}
                aria-label={m.timeline.removeAnnotation(one.name)}
                title={m.timeline.removeAnnotation(one.name)}
                onClick={() => {
                  remove.mutate({ annotation: one.id });
                }}
              />
            </div>
            {one.note !== null && <EvidenceText text={one.note} className="small" />}
          </li>
        ))}
      </ul>
      {annotations.length > MOST_SHOWN && (
        <p className="muted small">{m.timeline.annotationsHeld(MOST_SHOWN, annotations.length)}</p>
      )}
      {remove.error !== null && <FailureNote error={remove.error} />}
    </section>
  );
}
