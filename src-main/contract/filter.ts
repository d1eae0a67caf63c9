import { z } from 'zod';
import { id } from './method.ts';

/** Degrees; `east` below `west` means a box across the antimeridian. Its edges belong to it. */
export const areaSchema = z.strictObject({
  west: z.number().min(-180).max(180),
  south: z.number().min(-90).max(90),
  east: z.number().min(-180).max(180),
  north: z.number().min(-90).max(90),
});

export type Area = z.infer<typeof areaSchema>;

/** One filter for every view. Absent parts let everything through; lists mean any of. */
export const filterSchema = z.strictObject({
  /** From inclusive, to exclusive, milliseconds UTC. Rows without a time are left out when either is given. */
  fromMs: z.number().optional(),
  toMs: z.number().optional(),
  conversations: z.array(id).max(10_000).optional(),
  senders: z.array(id).max(10_000).optional(),
  /** Accounts that sent, or take part in the conversation. */
  accounts: z.array(id).max(10_000).optional(),
  sources: z.array(id).max(10_000).optional(),
  exhibits: z.array(id).max(10_000).optional(),
  classes: z.array(z.enum(['message', 'event'])).optional(),
  types: z.array(z.string().max(40)).max(100).optional(),
  directions: z.array(z.enum(['incoming', 'outgoing', 'unknown'])).optional(),
  states: z.array(z.enum(['live', 'marked-deleted', 'recovered'])).optional(),
  logStates: z.array(z.enum(['both', 'only-with', 'only-without', 'changed'])).optional(),
  attachments: z.enum(['any', 'present', 'absent']).optional(),
  /** Messages with a place in a box of degrees: one that was sent, or one that the metadata of a file states. */
  area: areaSchema.optional(),
  /** Hours of the day, 0 to 23, and days of the week, Monday 1 to Sunday 7, on the clock of the case's zone. */
  hours: z.array(z.number().int().min(0).max(23)).max(24).optional(),
  weekdays: z.array(z.number().int().min(1).max(7)).max(7).optional(),
  /** Full-text query: words, "phrases", prefix*, AND OR NOT, parentheses. */
  text: z.string().max(1000).optional(),
  /** ECMAScript regular expression over the stored text; `regexFlags` may be `i`. */
  regex: z.string().max(500).optional(),
  regexFlags: z.enum(['', 'i']).optional(),
  /** Tags: any of these; none of these. `untagged`: without any tag. */
  tags: z.array(id).max(1000).optional(),
  withoutTags: z.array(id).max(1000).optional(),
  untagged: z.literal(true).optional(),
  noted: z.literal(true).optional(),
  bookmarked: z.literal(true).optional(),
});

export type Filter = z.infer<typeof filterSchema>;

/** Whether a filter asks for tags, notes or bookmarks: only then does a mark change what it lets through. */
export function isMarkAsked({ tags, withoutTags, untagged, noted, bookmarked }: Filter): boolean {
  return [tags, withoutTags, untagged, noted, bookmarked].some((part) => part !== undefined);
}
