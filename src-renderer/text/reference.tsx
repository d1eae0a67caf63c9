import type { ReactNode } from 'react';
import { EvidenceText } from './evidence-text.tsx';

/** The exhibit reference beside a name that occurs more than once; nothing where there is none. */
export function Reference({ of }: { readonly of: string | undefined }): ReactNode {
  if (of === undefined) return null;
  return (
    <span className="muted">
      {' '}
      · <EvidenceText text={of} />
    </span>
  );
}
