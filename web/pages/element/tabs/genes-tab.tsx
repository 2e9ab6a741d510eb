/** Genes of an element: linked ones with their evidence, and the nearest ones by any measure. */

import type { ReactNode } from 'react';
import { useQueryState } from '../../../frame/address.ts';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState, Empty } from '../../../parts/states.tsx';
import { isWeakLink } from '../../../words/links.ts';
import { fixed } from '../../../words/numbers.ts';
import { type PartProps, useLinks } from '../element.ts';
import { ConfidenceNote } from '../links/confidence-note.tsx';
import { linkColumns, methodsOf, narrowLink } from '../links/link-columns.tsx';
import { LinkEvidence } from '../links/link-evidence.tsx';
import { LinkDownload, linksNote, whyNoLinks } from '../links/linked-genes-panel.tsx';
import { NearbyGenesPanel } from './nearby-genes-panel.tsx';

export function GenesTab({ element }: PartProps): ReactNode {
  const answer = useLinks(element);
  const [query, change] = useQueryState();
  const links = answer.data?.links ?? [];
  const chosen = links.find(({ gene }) => gene.id === query.gene) ?? links[0];
  return (
    <div className="grid">
      <Panel
        title="Linked genes"
        isFlush
        note={
          answer.data === undefined ? undefined : `${linksNote(links)}; counts are rows that support the link`
        }
        actions={answer.data === undefined ? undefined : <LinkDownload element={element} />}
      >
        <AnswerState answer={answer} what="linked genes" kind="links" rows={8}>
          {() =>
            links.length === 0 ? (
              <Empty title="No gene is linked to this element">
                <p>{whyNoLinks(element)}</p>
              </Empty>
            ) : (
              <RowTable
                label="Linked genes"
                rows={links}
                columns={linkColumns(methodsOf(links), true)}
                keyOf={({ gene }) => gene.id}
                firstSort={{ by: 'confidence', isDescending: true }}
                selected={chosen?.gene.id}
                onOpen={({ gene }) => change({ gene: gene.id }, { isReplaced: true })}
                narrow={narrowLink}
                note={<ConfidenceNote />}
              />
            )
          }
        </AnswerState>
      </Panel>
      {chosen === undefined ? null : (
        <Panel
          title={`Evidence for ${chosen.gene.symbol ?? chosen.gene.id}`}
          isFlush={chosen.evidence.length > 0}
          note={`confidence ${fixed(chosen.confidence, 2)}${isWeakLink(chosen.confidence) ? ', weak' : ''}; choose a gene above to see its evidence`}
        >
          <LinkEvidence key={chosen.gene.id} link={chosen} />
        </Panel>
      )}
      <NearbyGenesPanel element={element} />
    </div>
  );
}
