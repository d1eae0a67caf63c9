import type { Filter, Params, ReportOrder, ReportPart } from '../../../src-main/contract/index.ts';

/** What the form holds, as the examiner chose it. */
export interface ReportChoices {
  readonly scope: 'whole' | 'filter' | 'tagged' | 'bookmarked';
  /** Tags of the scope `tagged`: any of them. */
  readonly tags: readonly number[];
  readonly title: string;
  readonly clock: string;
  readonly pdf: boolean;
  readonly media: boolean;
  readonly marks: boolean;
  readonly annotations: boolean;
  readonly legal: boolean;
  readonly order: ReportOrder;
  readonly leaveOut: readonly ReportPart[];
}

/** What the form begins with: the filter in force where there is one. */
export function firstChoices(filter: Filter): ReportChoices {
  return {
    scope: isEmpty(filter) ? 'whole' : 'filter',
    tags: [],
    title: '',
    clock: '',
    pdf: true,
    media: true,
    marks: false,
    annotations: false,
    legal: false,
    order: 'conversation',
    leaveOut: [],
  };
}

export function isEmpty(filter: Filter): boolean {
  return Object.keys(filter).length === 0;
}

/** What goes in, as the one filter that a report knows; null while no tag is chosen. */
export function scopeFilter({ scope, tags }: ReportChoices, filter: Filter): Filter | null {
  switch (scope) {
    case 'whole':
      return {};
    case 'filter':
      return filter;
    case 'tagged':
      return tags.length === 0 ? null : { tags: [...tags] };
    case 'bookmarked':
      return { bookmarked: true };
  }
}

/** The question of a preview, but for its page; null while nothing is chosen. */
export function requestOf(choices: ReportChoices, filter: Filter): Omit<Params<'report.preview'>, 'page'> | null {
  const scope = scopeFilter(choices, filter);
  if (scope === null) return null;
  const { title, clock, media, marks, annotations, legal, order, leaveOut } = choices;
  return {
    media,
    marks,
    annotations,
    legal,
    order,
    ...(leaveOut.length === 0 ? {} : { leaveOut: [...leaveOut] }),
    ...(isEmpty(scope) ? {} : { filter: scope }),
    ...(title.trim() === '' ? {} : { title: title.trim() }),
    ...(clock.trim() === '' ? {} : { clock: clock.trim() }),
  };
}
