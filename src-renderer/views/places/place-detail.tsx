import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { PlaceView } from '../../../src-main/contract/index.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { useMessages } from '../../messages/index.ts';
import { go, goView } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { coordinatesOf } from './coordinates.ts';
import { PlaceFacts } from './place-facts.tsx';

/** The chosen place whole, and the ways to its message, its provenance and its file. */
export function PlaceDetail({ place }: { readonly place: PlaceView }): ReactNode {
  const m = useMessages();
  const { item, file, url } = place;
  const point = coordinatesOf(place);
  return (
    <section className="panel place-detail" aria-label={m.places.detail}>
      <div className="place-card-facts">
        <PlaceFacts place={place} />
      </div>
      {item.body !== null && item.body !== '' && (
        <p className="place-body">
          <EvidenceText text={item.body} />
        </p>
      )}
      {url !== null && (
        <p>
          <span className="muted">{m.places.url}</span> <EvidenceText text={url} className="mono" />
        </p>
      )}
      {file !== null && (
        <p>
          <span className="muted">{m.places.storedAs}</span> <EvidenceText text={file.stored} className="mono" />
          {file.time !== null && (
            <>
              {' '}
              · <EvidenceText text={file.time} className="mono" />
            </>
          )}{' '}
          · <EvidenceText text={file.attachment.contentPath ?? file.attachment.name ?? ''} className="mono" />
        </p>
      )}
      <div className="row">
        <Button size="small" text={m.media.toMessage} onClick={() => { openPlace(place); }} />
        <Button size="small" variant="minimal" text={m.conversations.provenance} onClick={() => { go({ record: item.id }); }} />
        {file !== null && (
          <Button
            size="small"
            variant="minimal"
            text={m.places.toFile}
            onClick={() => { goView('media', { own: `at=${file.attachment.id}` }); }}
          />
        )}
        {point !== null && (
          <span>
            {m.places.copyPoint} <CopyButton text={point} label={m.places.columns.coordinates} />
          </span>
        )}
      </div>
    </section>
  );
} // prettier-ignore

/** Goes to the place's message in its conversation; one of none has only its place in the timeline. */
export function openPlace({ item }: PlaceView): void {
  if (item.conversation === null) goView('timeline', { item: item.id });
  else goView('conversations', { conversation: item.conversation, item: item.id });
}
