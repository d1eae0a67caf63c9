import type { AppPlace } from '../../contract/index.ts';
import { safeText } from './safe-text.ts';

/** App and device user on one line; null where the exhibit does not say them. */
export function appText({ container, containerId, package: name, user, userKind }: AppPlace): string | null {
  const parts = [
    ...(container === null ? [] : [safeText(container)]),
    ...(containerId === null ? [] : [`container ${containerId}`]),
    ...(name === null ? [] : [safeText(name)]),
    ...(user === null ? [] : [`device user ${user}${userKind === null ? '' : ` (${userKind.replace('-', ' ')})`}`]),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}
