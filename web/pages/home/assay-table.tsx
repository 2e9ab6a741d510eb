/** Which assays the biosamples of each tissue have. */

import type { ReactNode } from 'react';
import type { Answer } from '../../api/ask.ts';
import { PageLink } from '../../frame/link.tsx';
import { CLASS_ASSAYS } from '../../words/classes.ts';
import { count } from '../../words/numbers.ts';

type Biosample = Answer<'/api/v1/biosamples'>['biosamples'][number];

/** Tissues in the table; the rest is one row. */
const MOST = 9;

export function AssayTable({ biosamples }: { readonly biosamples: readonly Biosample[] }): ReactNode {
  const groups = new Map<string, Biosample[]>();
  for (const own of biosamples) {
    const tissue = own.metadata.tissue ?? 'no tissue given';
    groups.set(tissue, [...(groups.get(tissue) ?? []), own]);
  }
  const sorted = [...groups].sort(([a, one], [b, other]) => other.length - one.length || a.localeCompare(b));
  const isCut = sorted.length > MOST + 1;
  const rest = isCut ? sorted.slice(MOST) : [];
  const rows = [
    ...sorted.slice(0, isCut ? MOST : undefined).map(([name, own]) => ({ name, own, query: { q: name } })),
    ...(isCut
      ? [{ name: `${rest.length} more`, own: rest.flatMap(([, own]) => own), query: undefined }]
      : []),
  ];
  return (
    <table className="assay-table">
      <thead>
        <tr>
          <th scope="col">Tissue</th>
          <th scope="col">n</th>
          {CLASS_ASSAYS.map((assay) => (
            <th key={assay} scope="col">
              {assay}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, own, query }) => (
          <tr key={name}>
            <th scope="row">
              <PageLink to="biosamples" query={query}>
                {name}
              </PageLink>
            </th>
            <td>{count(own.length)}</td>
            {CLASS_ASSAYS.map((assay) => {
              const n = own.filter(({ files }) => assay in files).length;
              return (
                <td key={assay}>
                  {count(n)}
                  <span className="share">
                    <span style={{ width: `${(100 * n) / own.length}%` }} />
                  </span>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
