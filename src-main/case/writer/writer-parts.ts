import type { CaseDb } from '../../sqlite/index.ts';
import type { IdGiver } from '../ids.ts';
import type { Scope } from '../scope.ts';
import type { TimeForms } from '../time-forms.ts';
import type { FacetIds } from './facets.ts';
import type { KeyIds } from './keys.ts';

/** What the writers of the record kinds share during one source. */
export interface WriterParts {
  readonly db: CaseDb;
  readonly source: number;
  readonly ids: IdGiver;
  readonly scope: Scope;
  readonly accounts: KeyIds;
  readonly conversations: KeyIds;
  readonly facets: FacetIds;
  readonly times: TimeForms;
}
