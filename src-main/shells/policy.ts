import { REPORT_STYLE } from '../contract/report-style.ts';

/** Scheme of the window's own files under Electron. */
export const APP_SCHEME = 'affiant';
/** Scheme of evidence media under Electron; narrower than the window's own. */
export const CONTENT_SCHEME = 'affiant-content';

/** Headers of every answer that carries a file of the window itself. `media` names further origins of evidence media. */
export function windowHeaders(media: readonly string[] = []): Readonly<Record<string, string>> {
  const shown = ["'self'", ...media].join(' ');
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' '${REPORT_STYLE}'`,
      `img-src ${shown} data: blob:`,
      `media-src ${shown} blob:`,
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "object-src 'none'",
    ].join('; '),
    ...common,
  };
}

const common = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
} as const;

/** Headers of every answer that carries bytes from evidence: nothing in it may run or load anything. */
export const contentHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'content-disposition': 'inline',
  // The next case has an attachment of the same number, and a browser's cache is no place for evidence.
  'cache-control': 'no-store',
};
