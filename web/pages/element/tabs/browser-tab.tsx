/** The element in the genome browser, with its surroundings. */

import { type ReactNode, useMemo } from 'react';
import { BrowserPanel, widened } from '../../../browser/browser-panel.tsx';
import { useQueryState } from '../../../frame/address.ts';
import { nameOf, type PartProps } from '../element.ts';

export function BrowserTab({ element }: PartProps): ReactNode {
  const [{ biosample }] = useQueryState();
  const { chrom, start, end } = element;
  const name = nameOf(element);
  const home = useMemo(() => widened({ chrom, start, end }), [chrom, start, end]);
  const selected = useMemo(() => ({ chrom, start, end, accession: name }), [chrom, start, end, name]);
  const biosamples = useMemo(() => (biosample === undefined ? undefined : [biosample]), [biosample]);
  return (
    <div className="grid">
      <BrowserPanel home={home} name={name} selected={selected} biosamples={biosamples} />
    </div>
  );
}
