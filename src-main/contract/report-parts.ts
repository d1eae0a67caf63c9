/** Orders in which the lines of a report may stand. */
export const REPORT_ORDERS = ['conversation', 'time'] as const;

export type ReportOrder = (typeof REPORT_ORDERS)[number];

/** Parts that a report can do without: kinds of line, and what is said of the case as a whole. */
export const REPORT_PARTS = ['messages', 'events', 'accounts', 'ledger', 'issues', 'custody'] as const;

export type ReportPart = (typeof REPORT_PARTS)[number];
