import { z } from 'zod';
import { id, method } from './method.ts';
import { TAG_COLOURS, type MarkChange, type NoteView, type ReviewProgress, type TagsTaken, type TagView, type UnfoundView } from './marks.ts'; // prettier-ignore

const name = z.string().trim().min(1).max(60);
const colour = z.enum(TAG_COLOURS);
const key = z.number().int().min(1).max(9).nullable();
const meaning = z.string().trim().max(500);
/** The tags of a case for another one: what they are, not what carries them. */
export const tagSetSchema = z.strictObject({
  affiant: z.literal('tags'),
  version: z.literal(1),
  tags: z.array(z.strictObject({ name, colour, key, meaning })).max(500),
});

export type TagSet = z.infer<typeof tagSetSchema>;

const noteText = z.string().trim().min(1).max(10_000);
const items = z.array(id).min(1).max(10_000);

/** Tags, notes and bookmarks; `filter` is the contract's one filter. */
export function markMethods<F extends z.ZodType>(filter: F) {
  return {
    'tag.list': method<readonly TagView[]>()(z.strictObject({})),
    /** Fails with `tag-taken` when a tag has the name or the key already. */
    'tag.create': method<TagView>()(z.strictObject({ name, colour, key: key.optional(), meaning: meaning.optional() })),
    'tag.change': method<TagView>()(
      z.strictObject({
        tag: id,
        name: name.optional(),
        colour: colour.optional(),
        key: key.optional(),
        meaning: meaning.optional(),
      }),
    ),
    /** Makes those tags of a set whose name the case does not have; a key that is taken is left away. */
    'tag.import': method<TagsTaken>()(tagSetSchema),
    /** Takes the tag off its items, then out of the list; can be undone as one change. */
    'tag.remove': method<MarkChange>()(z.strictObject({ tag: id })),

    /**
     * Sets a tag on items, or takes it off: on those named, or on all that the filter lets through. Then `expected` is the
     * count that the examiner was told; with another count now nothing is changed and it fails with `count-changed`.
     */
    'item.tag': method<MarkChange>()(
      z.union([
        z.strictObject({ tag: id, on: z.boolean(), items }),
        z.strictObject({ tag: id, on: z.boolean(), filter, expected: z.number().int().nonnegative() }),
      ]),
    ),
    'item.bookmark': method<MarkChange>()(z.strictObject({ on: z.boolean(), items })),
    /** Undoes a change of marks, or an undoing, by the number of its custody entry. */
    'mark.undo': method<MarkChange>()(z.strictObject({ change: id })),
    /** Records with marks that are not in the case now; `total` counts them all. */
    'mark.unfound': method<{ readonly rows: readonly UnfoundView[]; readonly total: number }>()(
      z.strictObject({ after: id.optional(), limit: z.number().int().min(1).max(1000) }),
    ),

    'note.list': method<readonly NoteView[]>()(z.strictObject({ item: id })),
    'note.add': method<MarkChange>()(z.strictObject({ item: id, text: noteText })),
    'note.change': method<MarkChange>()(z.strictObject({ note: id, text: noteText })),
    'note.remove': method<MarkChange>()(z.strictObject({ note: id })),

    'review.progress': method<ReviewProgress>()(z.strictObject({ filter })),
    /** The next item without a tag in the order of `item.page`, from an item on or from the start; null when there is none. */
    'review.next': method<{ readonly item: number | null }>()(z.strictObject({ filter, from: id.optional() })),
  } as const;
}
