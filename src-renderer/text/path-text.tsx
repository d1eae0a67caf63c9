import type { ReactNode } from 'react';
import { EvidenceText } from './evidence-text.tsx';
import { plainVisible } from './visible.ts';

/** A path of which the middle gives way where there is no room: the file name stays, the whole is in the title. */
export function PathText({ path }: { readonly path: string }): ReactNode {
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return (
    <span className="path-text mono" title={plainVisible(path)}>
      {cut > 0 && <EvidenceText text={path.slice(0, cut)} className="path-folder" />}
      <EvidenceText text={cut > 0 ? path.slice(cut) : path} className="path-name" />
    </span>
  );
}
