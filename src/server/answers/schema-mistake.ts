/** What does not fit the schema of a route, in words: what was found where, and what was expected. */

import type { FastifySchemaValidationError } from 'fastify';

/** With `verbose`, as the service has Ajv. */
export type Mistake = FastifySchemaValidationError & {
  readonly data?: unknown;
  readonly schema?: unknown;
  readonly parentSchema?: unknown;
};

/** What a schema says of what fits it. */
export interface Form {
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Form>>;
  readonly anyOf?: readonly Form[];
}

const SHOWN_CHARS = 60;
const SHOWN_KEYS = 8;

/**
 * Of a value that fits none of several forms: the parameter that is meant and what is said of it. The form that got furthest is the one
 * that was meant. Undefined where no form was to be chosen.
 */
export function unionMistake(
  mistakes: readonly FastifySchemaValidationError[],
): { readonly parameter: string; readonly detail: string } | undefined {
  if (!mistakes.some(({ keyword }) => keyword === 'anyOf')) return undefined;
  const depthOf = ({ instancePath }: Mistake) => instancePath.split('/').length;
  const deepest = mistakes.reduce((best, own) => (depthOf(own) > depthOf(best) ? own : best));
  const there: readonly Mistake[] = mistakes.filter(
    ({ instancePath }) => instancePath === deepest.instancePath,
  );
  const parameter = deepest.instancePath.slice(1).replaceAll('/', '.');
  const union = there.findLast(({ keyword }) => keyword === 'anyOf');
  // A form that lacks another property was given up before its own word was looked at.
  const expected =
    union === undefined
      ? [...wordsOfForms(mistakes, deepest.instancePath), ...there.map(expectation)]
      : (union.schema as readonly Form[]).map(formText);
  const { data } = there[0]!;
  return {
    parameter,
    detail: `${parameter === '' ? 'the body' : parameter} is ${valueText(data)}, expected ${[...new Set(expected)].join(' or ')}`,
  };
}

/** The words that any form of the union around it has for a property. */
function wordsOfForms(mistakes: readonly Mistake[], instancePath: string): string[] {
  const end = instancePath.lastIndexOf('/');
  const union = mistakes.find(
    (own) => own.keyword === 'anyOf' && own.instancePath === instancePath.slice(0, end),
  );
  const forms = (union?.schema ?? []) as readonly Form[];
  return forms.flatMap(({ properties }) => {
    const own = properties?.[instancePath.slice(end + 1)];
    return (own && wordsOf(own)?.replaceAll('|', ', ')) ?? [];
  });
}

/** What a mistake says that was expected. */
export function expectation({ keyword, schema, message = '' }: Mistake): string {
  if (keyword === 'enum') return (schema as readonly unknown[]).join(', ');
  if (keyword === 'const') return String(schema);
  return message.replace(/^must (be )?/, '');
}

/** A form as one writes it: names, with the words that they may have. */
export function formText(form: Form): string {
  const { properties, required = [], anyOf } = form;
  if (anyOf !== undefined) return anyOf.map(formText).join(' or ');
  if (properties === undefined)
    return wordsOf(form) ?? String([form.type ?? 'another form'].flat().join(' or '));
  const parts = Object.entries(properties).map(([name, own]) => {
    const words = wordsOf(own);
    return `${name}${required.includes(name) ? '' : '?'}${words === undefined ? '' : `: ${words}`}`;
  });
  return `{${parts.join(', ')}}`;
}

function wordsOf(form: Form): string | undefined {
  if (form.const !== undefined) return String(form.const);
  return form.enum?.join('|');
}

/** A value in a message: short, however much was sent. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    const shown = keys.slice(0, SHOWN_KEYS).map((key) => key.slice(0, SHOWN_CHARS));
    return `{${shown.join(', ')}${keys.length > SHOWN_KEYS ? ', ...' : ''}}`;
  }
  return typeof value === 'string'
    ? JSON.stringify(value.slice(0, SHOWN_CHARS))
    : String(JSON.stringify(value)).slice(0, SHOWN_CHARS);
}
