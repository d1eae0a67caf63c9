import type { Command } from '../command.ts';
import { addCommand } from './add.ts';
import { compareCommand } from './compare.ts';
import { filtersCommand } from './filters.ts';
import { graphCommand } from './graph.ts';
import { ingestCommand } from './ingest.ts';
import { legalCommand } from './legal.ts';
import { locksCommand } from './locks.ts';
import { messagesCommand } from './messages.ts';
import { newCommand } from './new.ts';
import { placesCommand } from './places.ts';
import { provenanceCommand } from './provenance.ts';
import { reportCommand } from './report.ts';
import { searchCommand } from './search.ts';
import { sourcesCommand } from './sources.ts';
import { statusCommand } from './status.ts';
import { tagsCommand } from './tags.ts';
import { timelineCommand } from './timeline.ts';
import { unlockCommand } from './unlock.ts';
import { verifyCommand } from './verify.ts';

/** Every command, in the order of the way through a case. */
export const commands: readonly Command[] = [
  newCommand,
  addCommand,
  locksCommand,
  unlockCommand,
  ingestCommand,
  statusCommand,
  sourcesCommand,
  compareCommand,
  messagesCommand,
  searchCommand,
  timelineCommand,
  filtersCommand,
  tagsCommand,
  graphCommand,
  placesCommand,
  legalCommand,
  provenanceCommand,
  reportCommand,
  verifyCommand,
];
