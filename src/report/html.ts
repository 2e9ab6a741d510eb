/** HTML that cannot forget to escape: text becomes markup only through the `html` tag. */

/** A piece of finished markup. Only this file makes one, so whoever holds one holds escaped text. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }

  toString(): string {
    return this.markup;
  }
}

/** What may stand in a template: text is escaped, markup stays, lists are joined, undefined and false leave nothing. */
export type HtmlPart = Html | string | number | undefined | false | readonly HtmlPart[];

/** Markup with every inserted value escaped, in text and in quoted attributes alike. */
export function html(literals: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let markup = literals[0]!;
  for (const [i, part] of parts.entries()) markup += markupOf(part) + literals[i + 1]!;
  return new Html(markup);
}

/** `parts` with `separator` between them. */
export function joined(parts: readonly HtmlPart[], separator: string): Html {
  return new Html(parts.map(markupOf).join(escaped(separator)));
}

/**
 * Markup that a program of ours made whole: a drawing, a style sheet, a script. Never for text that came from a file or a
 * user: that goes through `html`.
 */
export function ownMarkup(markup: string): Html {
  return new Html(markup);
}

function markupOf(part: HtmlPart): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.markup;
  if (typeof part === 'object') return part.map(markupOf).join('');
  return escaped(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
