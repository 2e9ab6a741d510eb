/** The API: every address with an example that runs here. */

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Problem } from '../../api/ask.ts';
import { useRegistry } from '../../frame/registry.ts';
import { useTitle } from '../../frame/title.ts';
import { ProblemNote, Skeleton } from '../../parts/states.tsx';
import './about.css';

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly description?: string }[];
  readonly 'x-example'?: string;
  readonly 'x-example-body'?: unknown;
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Of an answer that is shown. */
const MOST_CHARACTERS = 4000;

export function ApiPage(): ReactNode {
  const { version } = useRegistry();
  useTitle('API');
  const { data, error, refetch } = useQuery({
    queryKey: ['openapi'],
    queryFn: async ({ signal }) =>
      (await fetched('/api/openapi.json', signal)).json() as Promise<Description>,
  });
  const operations = Object.entries(data?.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? 'other'))];
  return (
    <main className="prose wide">
      <h1>API</h1>
      <p>
        Open to everyone, without a key. <code>format=</code> takes json, tsv, ndjson, parquet, and bed where
        rows have places; only JSON comes in pages. <code>/v/{version}/api/v1/…</code> never has another
        answer. The same for programs: <a href="/api/openapi.json">OpenAPI</a>; all details:{' '}
        <a href="/api">/api</a>.
      </p>
      {error !== null ? (
        <ProblemNote problem={error} what="The description" onRetry={() => void refetch()} />
      ) : null}
      {data === undefined && error === null ? <Skeleton rows={10} /> : null}
      {tags.map((tag) => (
        <section key={tag} aria-label={tag}>
          <h2>{`${tag[0]?.toUpperCase()}${tag.slice(1)}`}</h2>
          {operations
            .filter(({ operation }) => (operation.tags?.[0] ?? 'other') === tag)
            .map((own) => (
              <OneOperation key={`${own.method}${own.path}`} {...own} />
            ))}
        </section>
      ))}
    </main>
  );
}

interface OneOperationProps {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

function OneOperation({ path, method, operation }: OneOperationProps): ReactNode {
  const [isRun, setRun] = useState(false);
  const example = operation['x-example'];
  const body = operation['x-example-body'];
  const said = body === undefined ? '' : ` -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['example', example],
    queryFn: async ({ signal }) => {
      const text = await (await fetched(example!, signal)).text();
      const whole = text.startsWith('{') ? JSON.stringify(JSON.parse(text), null, 2) : text;
      return whole.length > MOST_CHARACTERS
        ? `${whole.slice(0, MOST_CHARACTERS)}\n… ${whole.length - MOST_CHARACTERS} more characters`
        : whole;
    },
    enabled: isRun && example !== undefined,
  });
  return (
    <details className="operation">
      <summary>
        <code>
          {method.toUpperCase()} {path}
        </code>{' '}
        <span className="soft">{withCode(operation.summary)}</span>
      </summary>
      {(operation.parameters ?? []).length === 0 ? null : (
        <dl className="definitions">
          {operation.parameters?.map(({ name, description }) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{withCode(description)}</dd>
            </div>
          ))}
        </dl>
      )}
      {example === undefined ? null : (
        <>
          <pre>{`curl '${window.location.origin}${example}'${said}`}</pre>
          {method === 'get' ? (
            <button
              type="button"
              onClick={() => (isRun ? void refetch() : setRun(true))}
              disabled={isFetching}
            >
              Run it
            </button>
          ) : null}
          {error === null ? null : <ProblemNote problem={error} what="The answer" />}
          {data === undefined ? null : (
            <pre className="answer-text" tabIndex={0}>
              {data}
            </pre>
          )}
        </>
      )}
    </details>
  );
}

/** A text in which `code` stands between backticks. */
const withCode = (text = ''): ReactNode =>
  text.split('`').map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part));

async function fetched(address: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(address, { signal });
  if (response.ok) return response;
  throw new Problem(`${address} answered ${response.status}.`, response.status);
}
