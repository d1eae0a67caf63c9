import type { CaseInfo } from '../../contract/index.ts';
import type { ReportInput } from '../report-input.ts';
import type { ReportPlan } from '../report-request.ts';
import { SOFTWARE } from '../software.ts';
import { printTime } from '../text/time.ts';
import { words } from '../words.ts';
import { codeCell, dataCell, plain, type Cell, type Section } from './section.ts';

const { field } = words;

/** The examiner's title, or the kind of document and the case number. */
export function reportTitle(info: CaseInfo, plan: ReportPlan): string {
  return plan.title ?? `${words.report}, ${info.number}`;
}

/** Who, by which authority, what was selected, and in which zone times are printed. */
export function caseSection(input: ReportInput, plan: ReportPlan, id: string, lines: number): Section {
  const { info } = input;
  const { kind, reference, issuer } = info.authority;
  const clock = printTime(plan.clockMs, info.zone, 'utc');
  return {
    id: 'case',
    title: words.parts.case,
    parts: [
      {
        as: 'facts',
        pairs: [
          [field.number, dataCell(info.number)],
          [field.examiner, dataCell(info.examiner)],
          [field.authority, dataCell([kind, reference, issuer].filter((part) => part !== '').join(', '))],
          [field.reportId, codeCell(id)],
          [field.clock, plain(`${clock.local} (${clock.utc ?? ''})`)],
          [field.software, plain(`${SOFTWARE.name} ${SOFTWARE.version}`)],
          [field.filter, filterCell(plan)],
          [field.order, plain(words.orderShort[plan.order])],
          ...leftOutFacts(plan),
          [field.lines, plain(lines)],
          [field.withheld, plain(input.withheld)],
          [field.zone, { says: [words.zoneStatement(info.zone)] }],
        ],
      },
    ],
  };
}

function leftOutFacts({ leaveOut }: ReportPlan): readonly (readonly [string, Cell])[] {
  if (leaveOut.length === 0) return [];
  return [[field.leftOut, plain(leaveOut.map((part) => words.leftOutParts[part]).join('; '))]];
}

function filterCell({ filter }: ReportPlan): ReturnType<typeof plain> {
  const parts = Object.entries(filter)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) =>
      (name === 'fromMs' || name === 'toMs') && typeof value === 'number'
        ? `${name === 'fromMs' ? words.from : words.before} ${printTime(value, 'UTC', 'utc').utc ?? ''}`
        : `${name}: ${JSON.stringify(value)}`,
    );
  return parts.length === 0 ? plain(words.noFilter) : dataCell(parts.join('; '));
}
