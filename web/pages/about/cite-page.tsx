/** How to cite this registry: text, BibTeX, and an address that never has other answers. */

import type { ReactNode } from 'react';
import { useRegistry } from '../../frame/registry.ts';
import { useTitle } from '../../frame/title.ts';
import { toast } from '../../frame/toasts.tsx';
import { Partial } from '../../parts/states.tsx';
import './about.css';

export function CitePage(): ReactNode {
  const { id, version, assembly, ccres, biosamples } = useRegistry();
  useTitle('Cite');
  const { origin } = window.location;
  const address = `${origin}/v/${version}/api/v1/ccres`;
  const year = new Date().getFullYear();
  const texts = [
    {
      name: 'Text',
      text: `Candidate cis-regulatory elements of ${assembly} (registry "${id}", version ${version}): ${ccres} cCREs in ${biosamples} biosamples, made with cisreg. ${origin}/${id}`,
    },
    {
      name: 'The method',
      text: 'ENCODE Project Consortium et al. Expanded encyclopaedias of DNA elements in the human and mouse genomes. Nature 583, 699-710 (2020). doi:10.1038/s41586-020-2493-4',
    },
    {
      name: 'BibTeX',
      text: `@misc{cisreg-${version},\n  title = {Candidate cis-regulatory elements of ${assembly}},\n  note = {registry ${id}, version ${version}, made with cisreg},\n  howpublished = {${origin}/${id}},\n  year = {${year}}\n}`,
    },
    { name: 'This content, for ever', text: address },
  ];
  return (
    <main className="prose">
      <h1>Cite this registry</h1>
      <p>
        The version <code>{version}</code> names the content: elements, Z-scores and annotations. Say it, and
        others find the same numbers.
      </p>
      {/^(127\.|localhost$|\[::1\])/.test(window.location.hostname) ? (
        <Partial>
          These addresses begin with {origin}, which is this computer alone. Cite the public address of the
          service.
        </Partial>
      ) : null}
      {texts.map(({ name, text }) => (
        <section key={name} className="citation" aria-label={name}>
          <div className="panel-head">
            <h2>{name}</h2>
            <button
              type="button"
              className="quiet"
              aria-label={`Copy: ${name}`}
              onClick={() => void navigator.clipboard.writeText(text).then(() => toast(`${name} copied`))}
            >
              Copy
            </button>
          </div>
          <pre>{text}</pre>
        </section>
      ))}
    </main>
  );
}
