import type { Cell, Column, Part, Section } from '../document/section.ts';
import { markup, own, text, type Html } from '../text/html.ts';
import { words } from '../words.ts';
import { phrase } from './transcript-row.ts';

/** Address of a line: its page within `data/`, empty for the same page, and its anchor. */
export type LineAddress = (line: number) => string;

export function sectionHtml(section: Section, address: LineAddress): Html {
  return markup`<section id="${text(section.id)}"><h2>${text(section.title)}</h2>
${section.parts.map((part) => partHtml(part, address))}</section>
`;
}

function partHtml(part: Part, address: LineAddress): Html {
  switch (part.as) {
    case 'text':
      return markup`<p class=lead>${phrase(part.says)}</p>
`;
    case 'commands':
      return markup`<pre>${text(part.text)}</pre>
`;
    case 'facts':
      return markup`<dl>${part.pairs.map(
        ([name, value]) => markup`<dt>${text(name)}</dt><dd>${cellHtml(value, address)}</dd>
`,
      )}</dl>
`;
    case 'table':
      return tableHtml(part.columns, part.rows, address);
  }
}

function tableHtml(columns: readonly Column[], rows: readonly (readonly Cell[])[], address: LineAddress): Html {
  if (rows.length === 0)
    return markup`<p class=lead>${text(words.none)}</p>
`;
  const heads = columns.map((column) => markup`<th scope=col${right(column)}>${text(column.head)}</th>`);
  const body = rows.map((row) => {
    const cells = row.map((cell, index) => markup`<td${right(columns[index])}>${cellHtml(cell, address)}</td>`);
    return markup`<tr>${cells}</tr>
`;
  });
  return markup`<div class=wide><table><thead><tr>${heads}</tr></thead><tbody>
${body}</tbody></table></div>
`;
}

function right(column: Column | undefined): Html | null {
  return column?.right === true ? own(' class=r') : null;
}

function cellHtml(cell: Cell, address: LineAddress): Html {
  const says = phrase(cell.says);
  if (cell.line !== undefined) return markup`<a href="${text(address(cell.line))}">${says}</a>`;
  return cell.code === true ? markup`<span class=k>${says}</span>` : says;
}
