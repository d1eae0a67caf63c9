import type { Survey } from './survey.ts';

export interface Owner {
  readonly name: string;
  readonly claim: string;
  readonly assumed: boolean;
}

/**
 * The account whose phone made the export: as the examiner stated, else the one author of lines in which the app says
 * "you deleted this message". Null when neither settles it. Assumed where the export does not mark the app's own words, for
 * then anybody may have typed them.
 */
export function findOwner(survey: Survey, stated: string): Owner | null {
  if (stated !== '' && survey.writers.has(stated))
    return { name: stated, claim: 'stated by the examiner', assumed: true };
  const [only, ...others] = [...survey.deletedByOwner];
  if (only === undefined || others.length > 0) return null;
  const [name, count] = only;
  const claim = `author of ${count} lines in which the app says “you deleted this message”`;
  return survey.marked > 0
    ? { name, claim, assumed: false }
    : { name, claim: `${claim}; the export does not mark the app's words, so they may have been typed`, assumed: true };
}
