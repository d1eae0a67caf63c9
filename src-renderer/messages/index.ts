import { en, type Messages } from './en.ts';

/** The words of the chosen language. English is the only one so far; a further one is one file beside it. */
export function useMessages(): Messages {
  return en;
}
