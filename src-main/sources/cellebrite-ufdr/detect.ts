import { UFDR_NAMESPACE } from '../../evidence/locks/open-ufdr.ts';
import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Detection } from '../parser.ts';
import { reportIssue } from './context.ts';

/** Bytes looked at before a file is taken for a report. */
const HEAD_BYTES = 4096;

/** How a protected report begins. Source: the test that IPED refuses such a report with. */
const PROTECTED = Buffer.from([0x2d, 0x06, 0x52, 0x6d]);

/** First bytes of a dump of a PostgreSQL database in the custom format. */
const DUMP = 'PGDMP';

/** One detection for each report.xml, whatever the case of its letters, that begins like a report; and for each that is protected. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const found: { readonly report: EvidenceFile; readonly isProtected: boolean }[] = [];
  for await (const file of tree.glob('**/*.{xml,XML,Xml}')) {
    if (!/(?:^|\/)report\.xml$/iu.test(file.path)) continue;
    const head = Buffer.from(await tree.head(file, HEAD_BYTES));
    const isProtected = head.subarray(0, PROTECTED.length).equals(PROTECTED);
    // What bears the name, lies beside the folder of a report and cannot be read is named, and not passed over.
    if (isProtected || saysReport(head) || (await hasFilesBeside(tree, file)))
      found.push({ report: file, isProtected });
  }
  const detections: Detection[] = [];
  for (const one of found) detections.push(await describe(tree, one.report, one.isProtected, found.length > 1));
  return detections;
}

/** By its namespace, in UTF-8 or, so that it is named as one that cannot be read, in UTF-16 of either order. */
function saysReport(head: Buffer): boolean {
  if (head.includes(UFDR_NAMESPACE)) return true;
  const wide = Buffer.from(UFDR_NAMESPACE, 'utf16le');
  return head.includes(wide) || head.includes(Buffer.from(wide).swap16());
}

async function hasFilesBeside(tree: EvidenceTree, report: EvidenceFile): Promise<boolean> {
  const root = report.path.slice(0, report.path.lastIndexOf('/') + 1);
  for await (const file of tree.glob(`${root.replaceAll(/[*?{}[\]]/gu, '?')}files/**`))
    if (file.path.startsWith(`${root}files/`)) return true;
  return false;
}

async function describe(
  tree: EvidenceTree,
  report: EvidenceFile,
  isProtected: boolean,
  isOneOfMany: boolean,
): Promise<Detection> {
  const root = report.path.slice(0, Math.max(0, report.path.lastIndexOf('/')));
  const dump = isProtected ? null : await dumpBeside(tree, root);
  return {
    parser: 'cellebrite-ufdr',
    variant: isProtected ? 'protected' : dump === null ? 'xml' : 'with-dump',
    root,
    label: `Cellebrite report, decoded by another tool${isOneOfMany ? ` (${report.path})` : ''}`,
    files: dump === null ? { report } : { report, dump },
    locked: null,
    issues: isProtected
      ? [reportIssue(report, 'error', 'source-locked', null, 'The report is protected: its first bytes are those of an encrypted report, whose form is not public. Export it anew without protection.')] // prettier-ignore
      : [],
    questions: [],
  };
}

/** `DbData/database.db` of newer reports: despite its name a dump of PostgreSQL. */
async function dumpBeside(tree: EvidenceTree, root: string): Promise<EvidenceFile | null> {
  const file = await tree.get(`${root === '' ? '' : `${root}/`}DbData/database.db`);
  if (file === null) return null;
  const head = Buffer.from(await tree.head(file, DUMP.length));
  return head.toString('latin1') === DUMP ? file : null;
}
