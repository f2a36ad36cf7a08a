/**
 * Markup that cannot be mixed up with text: whatever is put into `html` is escaped, unless it is markup itself. Pure
 * strings, for the pages that benchmarks write.
 */

export interface Html {
  readonly markup: string;
}

export type HtmlPart = string | number | Html | readonly Html[] | null;

/** A tagged template; `null` leaves nothing behind. */
export function html(pieces: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let markup = pieces[0]!;
  for (let index = 0; index < parts.length; index++) markup += partToMarkup(parts[index]!) + pieces[index + 1]!;
  return { markup };
}

/** Text that is markup already: of one's own making, never input. */
export function rawHtml(markup: string): Html {
  return { markup };
}

function partToMarkup(part: HtmlPart): string {
  if (part === null) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escapeHtml(part);
  if ('markup' in part) return part.markup;
  return part.map(({ markup }) => markup).join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for attribute values in either quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}
