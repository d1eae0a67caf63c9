import type { ReactNode } from 'react';
import type { CaseInfo, Filter } from '../../src-main/contract/index.ts';
import { useMessages } from '../messages/index.ts';
import { goView, type ViewName } from '../state/location.ts';
import { TaskTray } from './task-tray.tsx';

/** What the case holds, and the work that goes on. */
export function StatusBar({ info }: { readonly info: CaseInfo | null }): ReactNode {
  const m = useMessages();
  return (
    <footer className="status-bar">
      {info === null ? (
        <span>{m.status.noCase}</span>
      ) : (
        <>
          <Way view="exhibits" text={m.counts.exhibits(info.counts.exhibits)} />
          <Way view="sources" text={m.counts.sources(info.counts.sources)} />
          <Way view="conversations" text={m.counts.conversations(info.counts.conversations)} />
          <Way view="timeline" text={m.counts.messages(info.counts.messages)} filter={{ classes: ['message'] }} />
          <Way view="graph" text={m.counts.accounts(info.counts.accounts)} />
          <Way view="issues" text={m.counts.issues(info.counts.issues)} />
        </>
      )}
      <span className="spring" />
      <TaskTray />
    </footer>
  );
}

/** A count of the whole case that leads to what it counts. */
function Way(props: { readonly view: ViewName; readonly text: string; readonly filter?: Filter }): ReactNode {
  return (
    <button
      type="button"
      className="status-way"
      onClick={() => {
        goView(props.view, { filter: props.filter ?? {} });
      }}
    >
      {props.text}
    </button>
  );
}
