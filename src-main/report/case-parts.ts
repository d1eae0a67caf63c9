import type { IssueView } from '../contract/index.ts';
import type { FindingsCounter } from './document/findings-counter.ts';
import type { Section } from './document/section.ts';
import { legalSection } from './document/legal-section.ts';
import { annotationSection, custodySection, issueSection, ledgerSection, PRINTED_ROWS } from './document/sections.ts';
import type { CountedIssues, ReportInput, Rows } from './report-input.ts';

/** What the report says of the case as a whole, part by part; `counter` hears of each row, printed or not. */
export interface CaseParts {
  ledger(counter?: FindingsCounter): Promise<Section>;
  issues(counter?: FindingsCounter, each?: (issue: IssueView) => void): Promise<IssuePart>;
  custody(): Promise<Section>;
  annotations(): Promise<Section>;
  legal(): Promise<Section>;
}

/** Issues of the lines as a section, and those that concern no line, counted. */
export interface IssuePart {
  readonly section: Section;
  readonly others: readonly CountedIssues[];
}

/** The parts of a report that come from the case and not from its lines. */
export function caseParts(input: ReportInput): CaseParts {
  const { zone } = input.info;
  return {
    async ledger(counter) {
      const { rows, total } = await firstRows(input.ledger(), PRINTED_ROWS, (row) => counter?.ledger(row));
      return ledgerSection(rows, total);
    },
    async issues(counter, each) {
      const issues = await firstRows(input.issues(), PRINTED_ROWS, (issue) => {
        counter?.issues({ ...issue, issues: 1 });
        each?.(issue);
      });
      const others = await firstRows(input.otherIssues(), Infinity, (counted) => counter?.issues(counted));
      return { section: issueSection(issues.rows, issues.total, others.rows), others: others.rows };
    },
    async custody() {
      const { rows, total } = await firstRows(input.custody(), PRINTED_ROWS);
      return custodySection(rows, total, zone);
    },
    async legal() {
      const { rows, total } = await firstRows(input.legal(), PRINTED_OWNERS);
      return legalSection(rows, total - rows.length);
    },
    async annotations() {
      return annotationSection((await firstRows(input.annotations(), Infinity)).rows, zone);
    },
  };
}

/** Owners of devices that a report prints at most. */
const PRINTED_OWNERS = 20;

/** The first rows and how many there are; `each` sees all of them. */
export async function firstRows<Row>(
  rows: Rows<Row>,
  limit: number,
  each: (row: Row) => void = () => undefined,
): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
  const kept: Row[] = [];
  let total = 0;
  for await (const row of rows) {
    if (total < limit) kept.push(row);
    each(row);
    total += 1;
  }
  return { rows: kept, total };
}
