/** The genes that an element may act on, the most confident first: the panel of the overview. */

import type { ReactNode } from 'react';
import { addressOf } from '../../../api/ask.ts';
import { PageLink, path } from '../../../frame/link.tsx';
import { useRegistry } from '../../../frame/registry.ts';
import { DownloadMenu } from '../../../parts/download-menu.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState, Empty } from '../../../parts/states.tsx';
import { isWeakLink } from '../../../words/links.ts';
import { count } from '../../../words/numbers.ts';
import { type Element, type Link, nameOf, type PartProps, useLinks } from '../element.ts';
import { ConfidenceNote } from './confidence-note.tsx';
import { linkColumns, methodsOf, narrowLink } from './link-columns.tsx';

const FIRST = 8;

export function LinkedGenesPanel({ element }: PartProps): ReactNode {
  const answer = useLinks(element);
  const links = answer.data?.links ?? [];
  return (
    <Panel
      title="Linked genes"
      className="linked-genes"
      isFlush
      note={answer.data === undefined ? undefined : linksNote(links)}
      actions={answer.data === undefined ? undefined : <LinkDownload element={element} />}
    >
      <AnswerState answer={answer} what="linked genes" kind="links" rows={7}>
        {() =>
          links.length === 0 ? (
            <Empty title="No gene is linked to this element">
              <p>{whyNoLinks(element)}</p>
            </Empty>
          ) : (
            <RowTable
              label="Linked genes"
              rows={links.slice(0, FIRST)}
              columns={linkColumns(methodsOf(links))}
              keyOf={({ gene }) => gene.id}
              firstSort={{ by: 'confidence', isDescending: true }}
              narrow={narrowLink}
              rowPx={27}
              note={<ConfidenceNote />}
              actions={
                links.length > FIRST ? (
                  <PageLink to={path('element', nameOf(element), 'genes')}>
                    All {count(links.length)}
                  </PageLink>
                ) : null
              }
            />
          )
        }
      </AnswerState>
    </Panel>
  );
}

/** "2 linked, 4 weak; 3 with evidence": how many deserve the name. */
export function whyNoLinks({ accession }: Element): string {
  return accession === null
    ? 'Only cCREs are linked to genes, and this rDHS is none.'
    : 'No start site lies within 200 kb, and no evidence names a pair.';
}

export function linksNote(links: readonly Link[]): string {
  const weak = links.filter(({ confidence }) => isWeakLink(confidence)).length;
  const named = links.filter(({ evidence }) => evidence.length > 0).length;
  const linked = links.length - weak;
  return `${linked === 0 ? 'none with confidence 0.10 or more' : `${count(linked)} linked`}, ${count(weak)} weak; ${count(named)} with evidence`;
}

/** All links of the element with their evidence. */
export function LinkDownload({ element }: { readonly element: Element }): ReactNode {
  const { id } = useRegistry();
  const accession = nameOf(element);
  return (
    <DownloadMenu
      text=""
      label="Download the linked genes"
      formats={['tsv', 'ndjson', 'parquet', 'json']}
      file={`${accession}-links`}
      address={(format) =>
        addressOf('/api/v1/ccres/{accession}/links', { path: { accession }, query: { registry: id, format } })
      }
    />
  );
}
