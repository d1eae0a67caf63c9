/**
 * The one style of the report's pages, as a policy of content names it: the window shows a page of a report before it is
 * written, and allows no other style from it.
 */
export const REPORT_STYLE = 'sha256-c5fvBHlEG3z+l+UfVUh2C1m2zl+06GAnLA9/Z7fpBQw=';
