/** A page of results in one file: no scripts, nothing loaded from anywhere, light or dark as the reader has it. */
import { type Html, html, rawHtml } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';

export interface PageSection {
  readonly title: string;
  /** What is shown, how it was measured, and which way is better. */
  readonly text?: string;
  readonly body: Html;
}

export interface Page {
  readonly title: string;
  /** One sentence below the title. */
  readonly lead: string;
  /** Why the figures may not mean what they seem to; shown before all of them. */
  readonly warning?: string;
  /** Where and how it was measured. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** A few figures in large letters. */
  readonly highlights?: readonly (readonly [figure: string, meaning: string])[];
  readonly sections: readonly PageSection[];
  /** The results themselves, kept in the page for whoever wants to go on with them. */
  readonly data?: unknown;
}

export const DATA_ELEMENT_ID = 'results';

/** @returns the text of an HTML file */
export function renderPage(page: Page): string {
  const facts = page.facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`);
  const highlights = (page.highlights ?? []).map(
    ([figure, meaning]) => html`<div><b>${figure}</b><span>${meaning}</span></div>`,
  );
  const sections = page.sections.map(
    ({ title, text, body }) => html`<section>
<h2>${title}</h2>
${text === undefined ? null : html`<p>${text}</p>`}
${body}</section>
`,
  );
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<title>${page.title}</title>
<style>${rawHtml(PAGE_STYLE)}</style>
</head>
<body>
<main>
<header>
<h1>${page.title}</h1>
<p>${page.lead}</p>
${page.warning === undefined ? null : html`<p class="warning">${page.warning}</p>`}
${highlights.length === 0 ? null : html`<div class="highlights">${highlights}</div>`}
<dl>${facts}</dl>
</header>
${sections}</main>
${page.data === undefined ? null : dataElement(page.data)}</body>
</html>
`.markup;
}

/** A script element ends at the first `</`, and `&` is no XML: both occur in JSON's strings only, and are escaped there. */
function dataElement(data: unknown): Html {
  const json = JSON.stringify(data).replace(/[<&]/g, (character) => (character === '<' ? '\\u003c' : '\\u0026'));
  return rawHtml(`<script type="application/json" id="${DATA_ELEMENT_ID}">${json}</script>\n`);
}
