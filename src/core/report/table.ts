/** A table of a page: the first column names, the others are figures; it scrolls sideways where the screen is narrow. */
import { type Html, html } from './html.ts';

/** Empty cells stay empty: nothing was measured there. */
export function figureTable(head: readonly string[], rows: readonly (readonly (string | Html)[])[]): Html {
  const heads = head.map((cell) => html`<th scope="col">${cell}</th>`);
  const body = rows.map((row) => {
    const [name, ...cells] = row;
    return html`<tr><th scope="row">${name ?? ''}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
  });
  return html`<div class="scroll"><table><thead><tr>${heads}</tr></thead><tbody>
${body}</tbody></table></div>
`;
}
