import type { ReactNode } from 'react';
import { useMessages } from '../../messages/index.ts';
import type { GraphPicture } from './graph-picture.ts';
import { isOverview, linksDrawn } from './links-drawn.ts';

/** Which links a picture of a large graph draws at its zoom, and how many it does not; nothing where all are drawn. */
export function LinksNote({
  picture,
  isMoving,
}: {
  readonly picture: GraphPicture;
  readonly isMoving: boolean;
}): ReactNode {
  // prettier-ignore
  const m = useMessages();
  if (picture.packed === null) return null;
  const { edges, bundles, bundled, of } = linksDrawn(picture);
  return (
    <p className="graph-note small muted numeric" aria-live={isMoving ? 'off' : 'polite'}>
      {isOverview(picture)
        ? m.graph.drawnOverall(edges.length, bundled, bundles.length, of - edges.length - bundled)
        : m.graph.drawnInView(edges.length, of)}
    </p>
  );
}
