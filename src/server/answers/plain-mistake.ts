/** What does not fit the one form that it may have, in words: a parameter that is given twice, is missing, too long or of another type. */

import type { FastifySchemaValidationError } from 'fastify';
import { quoted } from './quoted.ts';
import { expectation, type Form, formText, type Mistake, valueText } from './schema-mistake.ts';

/** Where it was asked; as Fastify calls these. */
export type AskedIn = 'querystring' | 'params' | 'headers' | 'body';

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  null: 'null',
};

/** The parameter that is meant, as its path in a body, and what is said of it. */
export function plainMistake(
  [mistake]: readonly FastifySchemaValidationError[],
  asked: AskedIn,
): { readonly parameter: string; readonly detail: string } {
  const own: Mistake = mistake ?? { keyword: '', instancePath: '', schemaPath: '', params: {} };
  const { keyword, instancePath, data, params } = own;
  const path = instancePath.slice(1).replaceAll('/', '.');
  const parameter = path || asked;
  const form = (own.parentSchema ?? {}) as Form;
  const name = path || (asked === 'body' ? 'the body' : 'the address');
  if (keyword === 'required') {
    const missing = String(params.missingProperty);
    const detail = asked === 'body' ? missingInBody(name, missing, form) : missingInAddress(missing, form);
    return { parameter: path === '' ? missing : `${path}.${missing}`, detail };
  }
  if (asked === 'querystring' && keyword === 'type' && Array.isArray(data)) {
    return { parameter, detail: repeated(path, data, form) };
  }
  if (asked === 'body' && path === '' && (data === undefined || data === null)) {
    return {
      parameter,
      detail: `the body is empty, expected JSON: ${formText(form)}`,
    };
  }
  return { parameter, detail: `${name} ${found(own)}, expected ${expected(own, form)}` };
}

function missingInAddress(missing: string, { properties }: Form): string {
  const description = properties?.[missing]?.description;
  return `there is no ${missing}, expected ${missing}=... in the address${description === undefined ? '' : `: ${description}`}`;
}

function missingInBody(name: string, missing: string, form: Form): string {
  return `${name} has no ${quoted(missing)}, expected ${formText(form)}`;
}

/** Two of a parameter: those that take several have an example with what stands between. */
function repeated(name: string, values: readonly unknown[], { description = '' }: Form): string {
  const examples = description.split('`').filter((_, i) => i % 2 === 1);
  const between =
    [';', ','].find((sign) => examples.some((text) => text.includes(sign, 1) && !text.endsWith(sign))) ??
    (/commas between/i.test(description) ? ',' : undefined);
  const once = `${name} is given ${values.length} times, expected once`;
  return between === undefined
    ? `${once}; leave the others out`
    : `${once}, with ${between === ',' ? 'commas' : 'semicolons'} between: ${quoted(values.join(between))}`;
}

function found({ keyword, data }: Mistake): string {
  if (keyword === 'maxLength' && typeof data === 'string') return `has ${data.length} characters`;
  return `is ${valueText(data)}`;
}

function expected(own: Mistake, form: Form): string {
  const { keyword, params } = own;
  const limit = String(params.limit);
  switch (keyword) {
    case 'type':
      return form.properties === undefined
        ? [form.type ?? 'another type']
            .flat()
            .map((type) => TYPE_WORDS[type] ?? type)
            .join(' or ')
        : formText(form);
    case 'maxLength':
    case 'minLength':
      return `at ${keyword === 'maxLength' ? 'most' : 'least'} ${limit} characters`;
    case 'maxItems':
    case 'minItems':
      return `at ${keyword === 'maxItems' ? 'most' : 'least'} ${limit}`;
    case 'maximum':
    case 'minimum':
      return `at ${keyword === 'maximum' ? 'most' : 'least'} ${limit}`;
    default:
      return expectation(own);
  }
}
