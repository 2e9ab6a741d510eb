/** A name that several genes have: the visitor says which. */

import type { ReactNode } from 'react';
import { PageLink, path } from '../../frame/link.tsx';
import { geneType } from '../../words/genes.ts';
import { place } from '../../words/numbers.ts';
import type { GeneAnswer } from './gene-page.tsx';

interface GeneChooserProps {
  readonly name: string;
  readonly genes: readonly GeneAnswer['gene'][];
  readonly tab?: string | undefined;
}

export function GeneChooser({ name, genes, tab }: GeneChooserProps): ReactNode {
  return (
    <main className="prose">
      <h1>
        {genes.length} genes are named <i>{name}</i>
      </h1>
      <p>Which one is meant?</p>
      <ul className="gene-choices">
        {genes.map((gene) => (
          <li key={gene.id}>
            <PageLink to={tab === undefined ? path('gene', gene.id) : path('gene', gene.id, tab)}>
              <b className="gene">{gene.symbol}</b> {gene.id}
            </PageLink>
            <span className="soft">
              {geneType(gene.type)}, {place(gene)}
            </span>
          </li>
        ))}
      </ul>
    </main>
  );
}
