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
  TimelineEventsIcon,
  WarningSignIcon,
} from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/index.ts';
import { goView, here, keyOfView, VIEW_NAMES, writeLocation, type ViewName } from '../state/location.ts';

const icons: Readonly<Record<ViewName, ReactNode>> = {
  overview: <DashboardIcon />,
  exhibits: <BoxIcon />,
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
  issues: <WarningSignIcon />,
  custody: <HistoryIcon />,
  start: <FolderOpenIcon />,
};

/** The way between views. */
export function Rail(props: { readonly view: ViewName; readonly hasCase: boolean }): ReactNode {
  const m = useMessages();
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
              <kbd aria-hidden="true">{keyOfView(name)}</kbd>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
