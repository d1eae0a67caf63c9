import { CalendarIcon, CommentIcon, IdNumberIcon, LinkIcon, MapMarkerIcon, NewPersonIcon } from '@blueprintjs/icons';
import type { ReactElement, ReactNode } from 'react';
import { CopyButton } from '../../components/copy-button.tsx';
import { useRowTab } from '../../components/row-tab.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useBounded } from '../../components/use-bounded.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showDuration } from '../../time/units.ts';
import { numberIn, textIn, timeIn, type Detail } from './detail-values.ts';
import { Poll } from './poll.tsx';

const POLL = ['poll', 'poll-option', 'poll-vote'];

/** Places, cards and links of one message shown at once. */
const MOST_DETAILS = 20;

/** Structured content of a message: places, cards, polls, links. Rows of type `other` stand in the provenance alone. */
export function Details(props: {
  readonly details: readonly Detail[];
  /** The message's text: what it says already is not said again. */
  readonly body: string | null;
}): ReactNode {
  const shown = props.details.filter(({ type }) => type !== 'other');
  const poll = shown.filter(({ type }) => POLL.includes(String(type)));
  const others = shown.filter(({ type }) => !POLL.includes(String(type)));
  const each = useBounded(others, MOST_DETAILS);
  if (shown.length === 0) return null;
  return (
    <div className="details">
      {poll.length > 0 && <Poll rows={poll} body={props.body} />}
      {each.shown.map((detail, index) => (
        <DetailRow key={index} detail={detail} body={props.body} />
      ))}
      {each.more}
    </div>
  );
}

function DetailRow({ detail, body }: { readonly detail: Detail; readonly body: string | null }): ReactNode {
  switch (detail.type) {
    case 'location':
      return <Place detail={detail} />;
    case 'link':
      return <Link detail={detail} />;
    case 'contact':
      return <ContactCard detail={detail} />;
    case 'invite':
      return <Invite detail={detail} />;
    case 'event':
      return <Meeting detail={detail} />;
    case 'part':
      return <MessagePart detail={detail} body={body} />;
    default:
      return <Generic detail={detail} />;
  }
}

function Card(props: { readonly icon: ReactElement; readonly kind: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="detail">
      <span className="detail-kind">
        {props.icon} {props.kind}
      </span>
      {props.children}
    </div>
  );
}

function Place({ detail }: { readonly detail: Detail }): ReactNode {
  const m = useMessages();
  const [latitude, longitude] = [numberIn(detail, 'latitude'), numberIn(detail, 'longitude')];
  const liveS = numberIn(detail, 'liveS');
  const point = `${String(latitude ?? m.general.notStored)}, ${String(longitude ?? m.general.notStored)}`;
  return (
    <Card
      icon={<MapMarkerIcon size={12} />}
      kind={
        detail.role === 'last'
          ? m.places.roles.last
          : liveS === null
            ? m.details.place
            : m.details.live(showDuration(liveS))
      }
    >
      <span>
        <strong className="numeric">{point}</strong>
        <CopyButton text={point} label={m.details.coordinates} />
      </span>
      <Parts parts={[textIn(detail, 'name'), textIn(detail, 'address')]} />
      {textIn(detail, 'url') !== null && <EvidenceText text={textIn(detail, 'url') ?? ''} className="mono" />}
    </Card>
  );
}

function Link({ detail }: { readonly detail: Detail }): ReactNode {
  const m = useMessages();
  const url = textIn(detail, 'url');
  return (
    <Card icon={<LinkIcon size={12} />} kind={m.details.link}>
      <Parts parts={[textIn(detail, 'title')]} isStrong />
      <Parts parts={[textIn(detail, 'description')]} />
      {url !== null && <EvidenceText text={url} className="mono" />}
    </Card>
  );
}

function ContactCard({ detail }: { readonly detail: Detail }): ReactNode {
  const m = useMessages();
  const tab = useRowTab();
  return (
    <Card icon={<IdNumberIcon size={12} />} kind={m.details.contact}>
      <strong>
        <EvidenceText text={textIn(detail, 'name') ?? m.general.notStored} />
      </strong>
      <details>
        <summary tabIndex={tab}>{m.details.vcard}</summary>
        <pre>
          <EvidenceText text={textIn(detail, 'vcard') ?? m.general.notStored} />
        </pre>
      </details>
    </Card>
  );
}

function Invite({ detail }: { readonly detail: Detail }): ReactNode {
  const m = useMessages();
  const expires = timeIn(detail, 'expires');
  return (
    <Card icon={<NewPersonIcon size={12} />} kind={m.details.invite}>
      <Parts parts={[textIn(detail, 'name')]} isStrong />
      {textIn(detail, 'code') !== null && <EvidenceText text={textIn(detail, 'code') ?? ''} className="mono" />}
      {expires !== null && (
        <span className="muted">
          {m.words.meanings.expires} <TimeText ms={expires} meaning="expires" />
        </span>
      )}
    </Card>
  );
}

function Meeting({ detail }: { readonly detail: Detail }): ReactNode {
  const m = useMessages();
  const [starts, ends] = [timeIn(detail, 'starts'), timeIn(detail, 'ends')];
  return (
    <Card icon={<CalendarIcon size={12} />} kind={m.details.meeting}>
      <Parts parts={[textIn(detail, 'name')]} isStrong />
      <Parts parts={[textIn(detail, 'description'), textIn(detail, 'place')]} />
      {starts !== null && <TimeText ms={starts} meaning="started" />}
      {ends !== null && <TimeText ms={ends} meaning="ended" />}
      {detail.cancelled === true && <span className="badge">{m.details.cancelled}</span>}
    </Card>
  );
}

/** One part of a forwarded conversation or of a mixed message. */
function MessagePart({ detail, body }: { readonly detail: Detail; readonly body: string | null }): ReactNode {
  const m = useMessages();
  const [time, text] = [timeIn(detail, 'time'), textIn(detail, 'text')];
  return (
    <Card icon={<CommentIcon size={12} />} kind={m.details.part(textIn(detail, 'place') ?? '')}>
      {textIn(detail, 'kind') !== null && <EvidenceText text={textIn(detail, 'kind') ?? ''} className="mono" />}
      <Parts parts={[text === body ? null : text]} />
      {time !== null && <TimeText ms={time} meaning="sent" />}
    </Card>
  );
}

function Parts(props: { readonly parts: readonly (string | null)[]; readonly isStrong?: boolean }): ReactNode {
  return props.parts.map((part, index) =>
    part === null ? null : props.isStrong === true ? (
      <strong key={index}>
        <EvidenceText text={part} />
      </strong>
    ) : (
      <EvidenceText key={index} text={part} />
    ),
  );
}

function Generic({ detail }: { readonly detail: Detail }): ReactNode {
  const m = useMessages();
  const tab = useRowTab();
  const rows = Object.entries(detail).filter(([key, value]) => key !== 'type' && value !== null && value !== false);
  const name = typeof detail.name === 'string' ? detail.name : String(detail.type);
  return (
    <details className="further">
      <summary tabIndex={tab}>
        {m.details.further} <EvidenceText text={name} className="mono" />
      </summary>
      <dl className="facts">
        {rows.map(([key, value]) => (
          <div key={key} className="pair">
            <dt className="mono">{key}</dt>
            <dd>
              <EvidenceText text={typeof value === 'string' ? value : JSON.stringify(value)} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
