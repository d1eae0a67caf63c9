import type { Extracted, Key, RowLocator } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import type { Reading } from './reading.ts';

/** A message's row while its parts are read out of the JSON. */
export interface Owner {
  readonly reading: Reading;
  readonly json: JsonFields;
  readonly key: Key;
  readonly id: string;
  readonly at: RowLocator;
  readonly out: Extracted[];
}
