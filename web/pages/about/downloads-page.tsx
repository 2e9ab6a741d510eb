/** Files of this registry: lists that the service writes while they are sent, and tracks. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { addressOf } from '../../api/ask.ts';
import { PageLink } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { useTitle } from '../../frame/title.ts';
import { DownloadMenu, type Format } from '../../parts/download-menu.tsx';
import { ClassName } from '../../parts/marks.tsx';
import { AnswerState } from '../../parts/states.tsx';
import { count } from '../../words/numbers.ts';
import './about.css';

/** Lists of annotations: the kind that they need, the address, what it lists. */
const LISTS = [
  ['genes', '/api/v1/genes', 'Genes'],
  ['links', '/api/v1/links', 'Links of elements and genes, with their confidence and evidence'],
  ['variants', '/api/v1/variants', 'Variants'],
  ['gwas', '/api/v1/gwas/studies', 'Association studies'],
  ['gwas', '/api/v1/gwas/enrichment', 'Enrichment of every study in every biosample'],
  ['peaks', '/api/v1/peaks', 'Peak sets of transcription factors and histone marks, with their overlaps'],
] as const;
const TABLE: readonly Format[] = ['tsv', 'ndjson', 'parquet', 'json'];

export function DownloadsPage(): ReactNode {
  const { id, version, ccres, rdhs, biosamples, annotations } = useRegistry();
  useTitle('Downloads');
  const classes = useAnswer('/api/v1/ccres', { query: { limit: '1', facets: 'class' } });
  const ccresIn = (query: Readonly<Record<string, string>>) => (format: Format) =>
    addressOf('/api/v1/ccres', { query: { registry: id, ...query, format } });
  const lists = LISTS.filter(([kind]) => annotations.includes(kind));
  return (
    <main className="prose wide">
      <h1>Downloads</h1>
      <p>
        Everything is made from the registry while it is sent: no cap, no key. BED is 0-based and half-open.
        Version <code>{version}</code>.
      </p>
      <h2>Elements</h2>
      <table className="downloads-table">
        <tbody>
          <Row
            name="All cCREs"
            n={ccres}
            menu={
              <DownloadMenu
                text="Download"
                label="Download all cCREs"
                file={`${id}-cCREs`}
                address={ccresIn({})}
              />
            }
          />
          <Row
            name="All rDHSs, whatever they are"
            n={rdhs}
            menu={
              <DownloadMenu
                text="Download"
                label="Download all rDHSs"
                file={`${id}-rDHSs`}
                address={ccresIn({ scope: 'rDHSs' })}
              />
            }
          />
        </tbody>
      </table>
      <AnswerState answer={classes} what="classes">
        {({ facets }) => (
          <table className="downloads-table">
            <tbody>
              {(Array.isArray(facets?.class) ? facets.class : []).map(({ name, count: n }) => (
                <Row
                  key={name}
                  name={<ClassName name={name} />}
                  n={n}
                  menu={
                    <DownloadMenu
                      text="Download"
                      label={`Download ${name}`}
                      file={`${id}-${name}`}
                      address={ccresIn({ class: name })}
                    />
                  }
                />
              ))}
            </tbody>
          </table>
        )}
      </AnswerState>
      <p className="note">
        Any other set: filter it at <PageLink to="elements">Elements</PageLink> and download exactly that.
        Z-scores of chosen biosamples are columns there.
      </p>
      <h2>Biosamples and annotations</h2>
      <table className="downloads-table">
        <tbody>
          <Row
            name="Biosamples with their assays and metadata"
            n={biosamples}
            menu={
              <DownloadMenu
                text="Download"
                label="Download biosamples"
                formats={TABLE}
                file={`${id}-biosamples`}
                address={(format) => addressOf('/api/v1/biosamples', { query: { registry: id, format } })}
              />
            }
          />
          {lists.map(([, path, name]) => (
            <Row
              key={path}
              name={name}
              menu={
                <DownloadMenu
                  text="Download"
                  label={`Download: ${name}`}
                  formats={
                    path === '/api/v1/genes' || path === '/api/v1/variants' ? [...TABLE, 'bed'] : TABLE
                  }
                  file={`${id}-${path.split('/').at(-1)}`}
                  address={(format) => addressOf(path, { query: { registry: id, format } })}
                />
              }
            />
          ))}
        </tbody>
      </table>
      <h2>Tracks</h2>
      <p>
        UCSC track hub: <code>{`${window.location.origin}/hub/${encodeURIComponent(id)}/hub.txt`}</code>
      </p>
      <p>
        It has a bigBed of all elements, one of each biosample, and the signals where they are served. One
        biosample's files are on its page under <PageLink to="biosamples">Biosamples</PageLink>.
      </p>
      <p>
        Whole directories, matrices and reports: <code>cisreg export</code> writes them from the registry
        itself.
      </p>
    </main>
  );
}

interface RowProps {
  readonly name: ReactNode;
  readonly n?: number;
  readonly menu: ReactNode;
}

function Row({ name, n, menu }: RowProps): ReactNode {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{n === undefined ? null : count(n)}</td>
      <td>{menu}</td>
    </tr>
  );
}
