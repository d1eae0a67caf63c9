import { createHash } from 'node:crypto';
import { markup, own, text, type Html } from '../text/html.ts';
import { STYLE } from './style.ts';

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing loads or runs but this style and pictures from the package itself. */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src 'self' file:; base-uri 'none'; form-action 'none'`;

/** The start of a page up to the open body. */
export function pageStart(title: string): Html {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${own(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${text(title)}</title>
<style>${own(STYLE)}</style>
</head>
<body>
`;
}

export const PAGE_END = own('</body>\n</html>\n');
