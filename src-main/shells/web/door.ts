import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Decides who may speak to the web shell: only the window that was opened with the one-time address. */
export interface Door {
  /** Path and query of the one-time address. */
  readonly address: string;
  /** The cookie to set when `token` is the unused one; null otherwise. A token opens once. */
  enter(token: string): string | null;
  /** A reason to refuse the request, or null. */
  refuse(request: IncomingMessage): string | null;
  hasCookie(request: IncomingMessage): boolean;
}

/** Makes the door of a server that listens on 127.0.0.1 at `port`. */
export function createDoor(port: number): Door {
  const token = randomBytes(32).toString('base64url');
  const secret = randomBytes(32).toString('base64url');
  const cookie = `affiant-${port}`;
  const host = `127.0.0.1:${port}`;
  let isUsed = false;
  return {
    address: `/?token=${token}`,
    enter(given) {
      if (isUsed || !isSame(given, token)) return null;
      isUsed = true;
      return `${cookie}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
    },
    refuse(request) {
      if (request.headers.host !== host) return 'host';
      const { origin } = request.headers;
      if (origin !== undefined && origin !== `http://${host}`) return 'origin';
      if (request.method === 'POST' && origin === undefined) return 'origin';
      const site = request.headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'site';
      return null;
    },
    hasCookie(request) {
      const found = request.headers.cookie?.split(/;\s*/u).find((part) => part.startsWith(`${cookie}=`));
      return found !== undefined && isSame(found.slice(cookie.length + 1), secret);
    },
  };
}

function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
