import {
  BoxIcon,
  ChatIcon,
  DashboardIcon,
  DatabaseIcon,
  DocumentIcon,
  FolderOpenIcon,
  GraphIcon,
  HistoryIcon,
  MapIcon,
  MediaIcon,
  PeopleIcon,
  PhoneIcon,
  SearchIcon,
  TagIcon,
  TakeActionIcon,
  TimelineEventsIcon,
  UnlockIcon,
  WarningSignIcon,
} from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { useLocks, waitsForKey } from '../engine/use-locks.ts';
import { useMessages } from '../messages/index.ts';
import { goView, here, keyOfView, VIEW_NAMES, writeLocation, type ViewName } from '../state/location.ts';
import { showCount } from '../time/units.ts';

const icons: Readonly<Record<ViewName, ReactNode>> = {
  overview: <DashboardIcon />,
  exhibits: <BoxIcon />,
  locks: <UnlockIcon />,
  sources: <DatabaseIcon />,
  conversations: <ChatIcon />,
  timeline: <TimelineEventsIcon />,
  graph: <GraphIcon />,
  accounts: <PeopleIcon />,
  calls: <PhoneIcon />,
  places: <MapIcon />,
  search: <SearchIcon />,
  media: <MediaIcon />,
  review: <TagIcon />,
  report: <DocumentIcon />,
  legal: <TakeActionIcon />,
  issues: <WarningSignIcon />,
  custody: <HistoryIcon />,
  start: <FolderOpenIcon />,
};

/** The way between views. */
export function Rail(props: { readonly view: ViewName; readonly hasCase: boolean }): ReactNode {
  const m = useMessages();
  const waiting = useLocks(props.hasCase)?.locks.filter(waitsForKey).length ?? 0;
  return (
    <nav className="rail" aria-label={m.general.navigation}>
      <ul>
        {VIEW_NAMES.map((name) => (
          <li key={name}>
            <a
              className="rail-item"
              href={writeLocation({
                ...here(),
                conversation: null,
                item: null,
                source: null,
                severity: null,
                own: null,
                code: null,
                table: null,
                view: name,
              })}
              aria-current={name === props.view ? 'page' : undefined}
              aria-disabled={!props.hasCase && name !== 'start' ? true : undefined}
              onClick={(event) => {
                event.preventDefault();
                if (props.hasCase || name === 'start') goView(name);
              }}
            >
              <span className="rail-icon">{icons[name]}</span>
              <span>{m.views[name]}</span>
              {name === 'locks' && waiting > 0 && (
                <strong className="rail-count" title={m.locks.waiting(waiting)}>
                  <span aria-hidden="true">{showCount(waiting)}</span>
                  <span className="visually-hidden">{m.locks.waiting(waiting)}</span>
                </strong>
              )}
              <kbd aria-hidden="true">{keyOfView(name)}</kbd>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
