import type { ReactNode } from 'react';
import type { CaseInfo } from '../../src-main/contract/index.ts';
import { useMessages } from '../messages/index.ts';
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
          <span>{m.counts.exhibits(info.counts.exhibits)}</span>
          <span>{m.counts.sources(info.counts.sources)}</span>
          <span>{m.counts.conversations(info.counts.conversations)}</span>
          <span>{m.counts.messages(info.counts.messages)}</span>
          <span>{m.counts.accounts(info.counts.accounts)}</span>
          <span>{m.counts.issues(info.counts.issues)}</span>
        </>
      )}
      <span className="spring" />
      <TaskTray />
    </footer>
  );
}
