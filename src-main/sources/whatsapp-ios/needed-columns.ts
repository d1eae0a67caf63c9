import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Reading } from './reading.ts';

const KEY = ['Z_PK'] as const;

/** Columns without which rows of a table are not records, in every database and reader that the README names. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  ZWAMESSAGE: ['Z_PK', 'ZISFROMME', 'ZMESSAGETYPE', 'ZCHATSESSION', 'ZMESSAGEDATE', 'ZTEXT', 'ZSTANZAID', 'ZMEDIAITEM'],
  ZWAMEDIAITEM: ['Z_PK', 'ZMEDIALOCALPATH', 'ZLATITUDE', 'ZLONGITUDE', 'ZVCARDSTRING', 'ZMETADATA'],
  ZWAMESSAGEINFO: ['Z_PK', 'ZMESSAGE', 'ZRECEIPTINFO'],
  ZWAMESSAGEDATAITEM: ['Z_PK', 'ZMESSAGE'],
  ZWACHATSESSION: ['Z_PK', 'ZCONTACTJID'],
  ZWAGROUPINFO: KEY,
  ZWAGROUPMEMBER: ['Z_PK', 'ZCHATSESSION', 'ZMEMBERJID'],
  ZWAGROUPMEMBERSCHANGE: KEY,
  ZWAPROFILEPUSHNAME: ['Z_PK', 'ZJID', 'ZPUSHNAME'],
  ZWABLACKLISTITEM: KEY,
  ZWAPHONENUMBERLIDPAIR: ['Z_PK', 'ZLID', 'ZPHONENUMBER'],
  ZWAZACCOUNT: ['Z_PK', 'ZIDENTIFIER', 'ZPHONENUMBER'],
  ZWAADDRESSBOOKCONTACT: ['Z_PK', 'ZLID', 'ZWHATSAPPID'],
  ZWACDCALLEVENT: ['Z_PK', 'ZDATE', 'ZOUTCOME'],
  ZWACDCALLEVENTPARTICIPANT: ['Z_PK', 'ZJIDSTRING'],
  ZWAAGGREGATECALLEVENT: KEY,
};

/** Notes an issue for each column that a table lacks and its records need: an older, newer or changed schema. */
export function noteMissingColumns(reading: Reading, db: EvidenceDb): void {
  for (const [table, columns] of db.tables)
    for (const column of NEEDED[table] ?? [])
      if (!columns.includes(column))
        reading.issue(
          'warning',
          'column-missing',
          null,
          `${table}.${column}`,
          null,
          `the table has no column ${column}, which its records are made of; what depends on it is not shown`,
        );
}
