import type { ReactNode } from 'react';
import type { PlaceView } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showDuration } from '../../time/units.ts';
import { senderClass } from '../conversations/sender-class.ts';
import { coordinatesOf } from './coordinates.ts';

/** What is asked first of a place: its name, coordinates as stored, who, when, and what kind it is. */
export function PlaceFacts({ place }: { readonly place: PlaceView }): ReactNode {
  const m = useMessages();
  const { item, name, address, liveS, file } = place;
  const point = coordinatesOf(place);
  return (
    <>
      {(name !== null || address !== null) && (
        <strong>
          <EvidenceText text={[name, address].filter((part) => part !== null && part !== '').join(', ')} />
        </strong>
      )}
      <span className="mono numeric">{point ?? m.places.uses.missing}</span>
      <span>
        <span className={item.sender === null ? '' : `sender ${senderClass(item.sender.identifier)}`}>
          {item.sender === null ? m.general.unknown : <EvidenceText text={item.sender.name} />}
        </span>{' '}
        · <TimeText ms={item.timeMs} zone={item.timeZone} meaning={item.timeMeaning} />
      </span>
      {place.ownTime !== null && (
        <span>
          {m.words.meanings[place.ownTime.meaning] ?? place.ownTime.meaning}{' '}
          <TimeText ms={place.ownTime.utcMs} zone={place.ownTime.zone} />
        </span>
      )}
      <span className="muted">
        {file === null ? m.places.roles[place.role] : m.places.stated(file.saidBy)}
        {liveS !== null && ` · ${m.places.live(showDuration(liveS))}`}
        {place.use !== 'shown' && ` · ${m.places.uses[place.use]}`}
        {item.state !== 'live' && ` · ${m.words.states[item.state]}`}
      </span>
    </>
  );
}
