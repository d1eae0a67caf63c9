import type { WeightedLinks } from './communities.ts';
import { layOut, type GraphLayout } from './layout.ts';

/** What the worker says: how far it is, at last the layout. */
export type LayoutNews = { readonly share: number } | { readonly layout: GraphLayout };

self.onmessage = (event: MessageEvent<WeightedLinks>) => {
  const say = (news: LayoutNews): void => {
    self.postMessage(news);
  };
  say({
    layout: layOut(event.data, (share) => {
      say({ share });
    }),
  });
};
