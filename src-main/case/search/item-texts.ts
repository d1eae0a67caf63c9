import { sql, type Sql } from '../../sqlite/index.ts';
import { visibleQuote } from '../scope.ts';

/**
 * Every text of an item besides its body that a search finds: `item, field, text`, in no order. Names and labels that
 * lie inside a detail's JSON are taken out by name.
 */
export const otherTexts: Sql = sql`
  SELECT item, 'quote' AS field, body AS text FROM quote WHERE body IS NOT NULL AND ${visibleQuote}
  UNION ALL SELECT item, 'version', body FROM version
  UNION ALL SELECT item, 'caption', caption FROM attachment WHERE caption IS NOT NULL
  UNION ALL SELECT item, 'file', name FROM attachment WHERE name IS NOT NULL
  UNION ALL SELECT item, 'path', path FROM attachment WHERE path IS NOT NULL AND name IS NULL
  UNION ALL SELECT item, 'transcript', transcript FROM attachment WHERE transcript IS NOT NULL
  UNION ALL SELECT detail.item, detail.type || '.' || part.key, part.value FROM detail, json_each(detail.content) AS part
    WHERE part.type = 'text' AND part.key IN ('name', 'address', 'url', 'question', 'title', 'description', 'place', 'vcard', 'code', 'text')`;
