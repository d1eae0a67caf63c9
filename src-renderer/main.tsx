import './engine/no-eval.ts';
import '@blueprintjs/core/lib/css/blueprint.css';
import '@blueprintjs/select/lib/css/blueprint-select.css';
import './theme/fonts.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/shell.css';
import './theme/lists.css';
import './theme/locks.css';
import './theme/conversation.css';
import './theme/provenance.css';
import './theme/charts.css';
import './theme/overview.css';
import './theme/media.css';
import './theme/search.css';
import './theme/review.css';
import './theme/legal.css';
import './theme/people.css';
import './theme/places.css';
import './theme/narrow.css';
import './theme/forced.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { askEarly } from './engine/ask-early.ts';
import { client } from './engine/client.ts';
import { followPushes } from './engine/follow-pushes.ts';
import { App } from './shell/app.tsx';
import { followLanguage } from './state/language.ts';
import { followPictures } from './state/pictures.ts';
import { followTheme } from './state/theme.ts';
import { tellCutText } from './text/tell-cut-text.ts';

askEarly();
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
followTheme();
followPictures();
followLanguage();
followPushes();
tellCutText();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
