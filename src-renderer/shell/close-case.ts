import { client } from '../engine/client.ts';
import { ask } from '../engine/use-engine.ts';
import { goView } from '../state/location.ts';

/** Closes the case and goes to the start view. */
export async function closeCase(): Promise<void> {
  await ask('case.close', {});
  goView('start', { filter: {}, record: null });
  await client.resetQueries();
}
