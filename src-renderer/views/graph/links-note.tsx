import type { ReactNode } from 'react';
import { useMessages } from '../../messages/index.ts';
import type { GraphPicture } from './graph-picture.ts';
import { isOverview, linksDrawn } from './links-drawn.ts';

/** Which links a picture of a large graph draws at its zoom, and how many it does not; nothing for a small one. */
export function LinksNote(props: { readonly picture: GraphPicture; readonly isMoving: boolean }): ReactNode {
  const m = useMessages();
  const { picture } = props;
  if (picture.packed === null) return null;
  const { edges, bundles, bundled, of } = linksDrawn(picture);
  const said = isOverview(picture)
    ? m.graph.drawnOverall(edges.length, bundled, bundles.length, of - edges.length - bundled)
    : m.graph.drawnInView(edges.length, of);
  return (
    <p className="graph-note small muted numeric" title={said} aria-live={props.isMoving ? 'off' : 'polite'}>
      {said}
    </p>
  );
}
