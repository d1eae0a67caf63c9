import type { Transport } from './transport.ts';

const OPENING: ReadonlySet<string> = new Set(['case.open', 'case.create', 'case.sample', 'case.close']);

/**
 * Keeps the media of one case apart from those of the next: attachments of two cases can have one number, and a document
 * shows an image again that it has loaded under the same address before, whatever its headers say.
 */
export function keepingCasesApart(transport: Transport): Transport {
  let opened = 0;
  return {
    ...transport,
    call(method, params, signal) {
      if (OPENING.has(method)) opened += 1;
      return transport.call(method, params, signal);
    },
    onPush: (listener) =>
      transport.onPush((push) => {
        // Another window of the same engine may have opened a case.
        if (push.push === 'case-changed' && push.what === 'case') opened += 1;
        listener(push);
      }),
    contentAddress: (attachment, part) => `${transport.contentAddress(attachment, part)}?opened=${opened}`,
  };
}
