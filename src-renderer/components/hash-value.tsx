import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';

/** A hash in full on hover and by copy; shortened in the middle where `isShort`. */
export function HashValue(props: {
  readonly hash: string;
  readonly label: string;
  readonly isShort?: boolean;
}): ReactNode {
  const shown = props.isShort === true ? `${props.hash.slice(0, 12)}…${props.hash.slice(-8)}` : props.hash;
  return (
    <span className="hash">
      <code title={props.hash}>{shown}</code>
      <CopyButton text={props.hash} label={props.label} />
    </span>
  );
}
