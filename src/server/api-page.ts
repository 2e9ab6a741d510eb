/** The page at /api: what OpenAPI says, for people, with addresses that work on this server. */

import { dataTable } from '../report/data-table.ts';
import { type Html, html } from '../report/html.ts';
import { type PageSection, panel, renderPage } from '../report/page.ts';
import { VERSION } from '../version.ts';
import { MAX_LIMIT } from './answers/list-answer.ts';
import type { ApiDocument, ApiOperation, ApiSchema } from './answers/open-api.ts';
import { LIMITS } from './frame/limits.ts';
import type { ServedRegistries } from './served.ts';

/** The whole page; it asks nothing of the network. */
export function apiPage(document: ApiDocument, registries: ServedRegistries): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? 'other'))];
  const sections = tags.map((tag): PageSection => {
    const own = operations.filter(({ operation }) => (operation.tags?.[0] ?? 'other') === tag);
    return { id: tag, title: tag[0]!.toUpperCase() + tag.slice(1), body: own.map(operationPanel) };
  });
  return renderPage({
    title: 'cisreg API',
    kind: 'API',
    heading: 'Ask this registry over HTTP',
    lead: html`Open to everyone, without a key; registries are only read. Programs read the same as <a href="api/openapi.json">openapi.json</a> (OpenAPI 3.1).`,
    facts: registries.all.map(({ id, version, store }) => [
      id,
      html`${store.registry.assembly}, version <code>${version}</code>`,
    ]),
    sections: [rules(registries), ...sections, components(document)],
    footer: html`cisreg ${VERSION}. Made from the description that the server checks every request by.`,
  });
}

function rules({ all }: ServedRegistries): PageSection {
  const version = all[0]?.version ?? 'VERSION';
  return {
    id: 'rules',
    title: 'What holds everywhere',
    body: [
      panel(
        'Positions and missing values',
        html`<p><code>start</code> and <code>end</code> are 0-based and half-open; <code>location</code> and what you type are 1-based and inclusive.</p>
<p>Not assayed, no signal and low are three things: a Z-score has a <code>state</code>. In tables NA is not known and -10 is no signal.</p>`,
      ),
      panel(
        'Formats',
        html`<p><code>format=</code> or Accept: json, tsv, ndjson, parquet, and bed where rows have places.</p>
<p>JSON is a page of at most ${MAX_LIMIT}; <code>next</code> is the <code>cursor</code> of the one after it. The other formats give everything, while it is made; the header <code>x-total</code> has the number of rows.</p>`,
      ),
      panel(
        'Addresses for ever',
        html`<p>A registry's version names its content. <code>/v/${version}/api/v1/...</code> never has another answer, and may be kept and cited; <code>/api/v1/...</code> has the newest, with an ETag.</p>`,
      ),
      panel(
        'Mistakes and limits',
        html`<p>Mistakes are <code>application/problem+json</code> and name the parameter, what was found, what was expected. A parameter that a route does not know is a mistake.</p>
<p>A body has at most ${LIMITS.bodyBytes >> 20} MB (413), an address ${LIMITS.addressBytes >> 10} kB (414). Where too much is asked at once the answer is 429 or 503, with Retry-After.</p>`,
      ),
    ],
  };
}

function operationPanel({
  path,
  method,
  operation,
}: {
  readonly path: string;
  readonly method: string;
  readonly operation: ApiOperation;
}): Html {
  const { parameters = [], requestBody, responses, summary } = operation;
  const answer = responses['200']?.content?.['application/json']?.schema;
  const formats = Object.keys(responses['200']?.content ?? {}).filter((type) => type !== 'application/json');
  return panel(
    `${method.toUpperCase()} ${path}`,
    html`<p>${summary ?? ''}</p>
${example(operation, method)}
${formats.length > 0 && html`<p class="unit">Also as ${formats.join(', ')}</p>`}
${folded(
  parameters.length > 0 && [
    'Parameters',
    dataTable({
      caption: `Parameters of ${method.toUpperCase()} ${path}`,
      columns: [{ title: 'name' }, { title: 'what' }, { title: 'where' }],
      rows: parameters.map((own) => [
        nameCell(own.name),
        withCode(own.description ?? own.schema?.description ?? ''),
        own.required ? `${own.in}, needed` : own.in,
      ]),
    }),
  ],
  fieldsOf('Body', `${method} ${path}: body`, requestBody?.content['application/json']?.schema),
  fieldsOf('Answer', `${method} ${path}: answer`, answer),
)}`,
    { isWide: true },
  );
}

function example(operation: ApiOperation, method: string): Html | false {
  const address = operation['x-example'];
  if (address === undefined) return false;
  const body = operation['x-example-body'];
  // Relative: the server may stand below another address.
  const relative = address.slice(1);
  if (method === 'get') return html`<p class="note"><a href="${relative}"><code>${address}</code></a></p>`;
  const sent =
    body === undefined
      ? "-H 'content-type: text/plain' --data-binary @intervals.bed"
      : `-H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
  return html`<p class="note"><code>curl ORIGIN${address} ${sent}</code></p>`;
}

type Folded = readonly [title: string, table: Html];

/** Tables that open, one below the other: a table reaches over the padding below it, which only the last one has. */
function folded(...all: readonly (Folded | false)[]): Html {
  const shown = all.filter((own) => own !== false);
  return html`${shown.map(
    ([title, table], i) =>
      html`<details${i < shown.length - 1 && html` style="padding-bottom:16px"`}><summary>${title}</summary>${table}</details>`,
  )}`;
}

/** A name that breaks at its dots. */
function nameCell(name: string): Html {
  const parts = name.split('.');
  return html`<code style="overflow-wrap:normal">${parts.map((part, i) => [i > 0 && html`.<wbr>`, part])}</code>`;
}

function fieldsOf(title: string, caption: string, schema: ApiSchema | undefined): Folded | false {
  const rows = schema === undefined ? [] : fieldRows(schema, '');
  return (
    rows.length > 0 && [
      title,
      dataTable({
        caption,
        columns: [{ title: 'field' }, { title: 'what' }, { title: 'type' }],
        rows: rows.map(({ name, type, description }) => [nameCell(name), withCode(description), type]),
      }),
    ]
  );
}

interface FieldRow {
  readonly name: string;
  readonly type: Html | string;
  readonly description: string;
}

/** The fields of an object, those of its objects and lists behind them: `elements[].maxZ.DNase`. */
function fieldRows(schema: ApiSchema, prefix: string): FieldRow[] {
  const inner = schema.type === 'array' && schema.items !== undefined ? schema.items : schema;
  const suffix = inner === schema ? '' : '[]';
  return Object.entries(inner.properties ?? {}).flatMap(([key, own]) => {
    const name = `${prefix}${suffix}${prefix + suffix === '' ? '' : '.'}${key}`;
    return [{ name, type: typeText(own), description: own.description ?? '' }, ...fieldRows(own, name)];
  });
}

function typeText(schema: ApiSchema): Html | string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    return html`<a href="#${name}">${name}</a>`;
  }
  if (schema.enum !== undefined) return schema.enum.join(', ');
  const forms = schema.anyOf ?? schema.oneOf;
  if (forms !== undefined) return html`${forms.map((form, i) => [i > 0 ? ' or ' : '', typeText(form)])}`;
  if (schema.type === 'array')
    return html`list of ${schema.items === undefined ? 'anything' : typeText(schema.items)}`;
  return [schema.type ?? 'anything'].flat().join(' or ');
}

function components({ components: { schemas } }: ApiDocument): PageSection {
  return {
    id: 'parts',
    title: 'Shared parts',
    answer: 'Answers refer to these by name.',
    body: Object.entries(schemas).map(
      ([name, schema]) =>
        html`<div class="panel whole" id="${name}"><div class="panel-head"><h3>${name}</h3></div>
<p>${schema.description ?? ''}</p>
${schema.properties === undefined && html`<p class="unit">${typeText(schema)}</p>`}
${folded(fieldsOf('Fields', name, schema))}</div>
`,
    ),
  };
}

/** Descriptions have their code between backquotes. */
function withCode(text: string): Html {
  return html`${text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
