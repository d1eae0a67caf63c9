import type { MethodName, Params } from '../../src-main/contract/index.ts';
import { here, isUnplaced } from '../state/location.ts';
import { overviewQuestions } from '../views/overview/questions.ts';
import { client } from './client.ts';
import { ask } from './use-engine.ts';

/**
 * Asks what the first view will ask, before anything of it is drawn: the engine answers while the window is still being
 * built. Answers that are not needed, or failures of a window without a case, are left unused.
 */
export function askEarly(): void {
  askFor('case.info', {});
  askFor('job.list', {});
  const { view, filter } = here();
  if (!isUnplaced() && view !== 'overview') return;
  const questions = overviewQuestions(filter);
  askFor('overview.get', questions['overview.get']);
  askFor('source.list', questions['source.list']);
  askFor('timeline.buckets', questions['timeline.buckets']);
}

function askFor<M extends MethodName>(method: M, params: Params<M>): void {
  const asked = client.query({ queryKey: [method, params], queryFn: ({ signal }) => ask(method, params, signal) });
  asked.catch(() => {
    // The client keeps the failure; the view that needs the answer asks again and says why there is none.
  });
}
