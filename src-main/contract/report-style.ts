/**
 * The one style of the report's pages, as a policy of content names it: the window shows a page of a report before it is
 * written, and allows no other style from it.
 */
export const REPORT_STYLE = 'sha256-vcDJsD7jalg0HCuh9eF3B3D/sYbQZFoQOR0+iwaVeF4=';
