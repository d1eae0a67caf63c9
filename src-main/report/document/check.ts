import type { ReportPart } from '../../contract/index.ts';
import type { ReportPlan } from '../report-request.ts';
import { words } from '../words.ts';
import type { Section } from './section.ts';

/** Commands that a stranger runs in the package's folder with ordinary tools. */
const CHECK_COMMANDS = `sha256sum -c manifest-sha256.txt
sha256sum -c tagmanifest-sha256.txt
sha256sum tagmanifest-sha256.txt`;

const CUSTODY_CHECK = `CHECK THE CUSTODY LOG
The hash of an entry is the SHA-256 of the UTF-8 bytes of its JSON object without the key "hash", keys sorted, without
spaces. "previous" is the hash of the entry before, 64 zeros for the first.

`;

/** How a stranger checks the package. */
export const checkSection: Section = {
  id: 'check',
  title: words.parts.check,
  parts: [
    { as: 'text', says: [words.checkLead] },
    { as: 'commands', text: CHECK_COMMANDS },
    { as: 'text', says: [words.checkLine] },
  ],
};

/** The text of `README.txt` inside the package. */
export function readmeText(title: string, plan: Pick<ReportPlan, 'pdf' | 'leaveOut' | 'annotations'>): string {
  const has = (part: ReportPart): boolean => !plan.leaveOut.includes(part);
  const tables = [
    ...['messages', 'events', 'attachments', 'conversations'],
    ...(has('accounts') ? ['accounts'] : []),
    ...['exhibits', 'sources', 'files-cited'],
    ...(has('ledger') ? ['ledger'] : []),
    ...(has('issues') ? ['issues', 'issues-elsewhere'] : []),
    ...(plan.annotations ? ['annotations'] : []),
  ];
  return `${title}

This folder is a BagIt bag (RFC 8493). It can be read and checked without the program that wrote it.

WHAT IS HERE
  data/report.html      the report; open it in any browser, no script, no network${plan.pdf ? '\n  data/report*.pdf      the same report on pages, written as PDF/A-3a' : ''}
  data/messages.jsonl   one JSON object a line: the lines of the report with text as stored, ids, and for each part of
                        a line the file, its SHA-256, table, row and byte ranges
  data/*.csv            tables for spreadsheets: ${tables.join(', ')}
  data/exhibits/        the files of each exhibit with their SHA-256, in the form of sha256sum, and as a table with
                        sizes, times and the bytes of names that are not plain text
  data/media/           attachments, named by the SHA-256 of their bytes
${has('custody') ? '  data/custody.jsonl    the custody log; each entry carries the hash of the one before\n' : ''}  data/method.txt       how the records were read, and the limits of the report
  data/verify.html      a page that checks this folder in a browser, without network

CHECK THE PACKAGE
In this folder:

${CHECK_COMMANDS.replaceAll(/^/gmu, '  ')}

The first two lines name files that changed or are missing. The third prints the seal, one value for the whole package:
compare it with the value that was written down when the report was handed over. Without that comparison, a package that
somebody changed throughout, manifests included, agrees with itself. Files that were added are found by comparing the
folder with the two manifests; data/verify.html and the program do that.
On macOS: shasum -a 256 -c FILE. On Windows: certutil -hashfile FILE SHA256 prints one hash.

CHECK ONE LINE AGAINST THE EXHIBIT
Take the line's object from data/messages.jsonl. For an entry of "provenance" and one of its "ranges":

  sha256sum FILE                        must print the range's "fileSha256"
  dd if=FILE iflag=skip_bytes,count_bytes skip=OFFSET count=LENGTH status=none | sha256sum
                                        must print the range's "sha256"

FILE is the named file of the exhibit ("in": "wal" or "journal" names the log beside the database). On systems without
GNU dd: tail -c +$((OFFSET + 1)) FILE | head -c LENGTH | sha256sum

${has('custody') ? CUSTODY_CHECK : ''}TABLES
UTF-8 with a byte-order mark, comma, CR LF, quotes by RFC 4180. In the CSV files, text that a spreadsheet would take for a
formula (it begins with = + - @, a tab or a line break, also after spaces, also in full-width form) carries a leading
apostrophe, and characters without a shape of their own are written as their code point in white brackets, such as
⟦U+202E⟧. The .jsonl files hold the text as stored, where JSON escapes of the form \\uXXXX stand for such characters.
In column "ranges", OFFSET+LENGTH; "wal:" or "journal:" in front means the log beside the database.
`;
}
