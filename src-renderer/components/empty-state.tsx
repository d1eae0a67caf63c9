import type { ReactElement, ReactNode } from 'react';

/** A place with nothing in it that says what belongs there and how it comes there. */
export function EmptyState(props: {
  readonly icon: ReactElement;
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="empty-state">
      <span className="empty-icon">{props.icon}</span>
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      {props.children}
    </div>
  );
}
