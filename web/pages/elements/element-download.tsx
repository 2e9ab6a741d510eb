/** The elements that pass as a file: all of them, in the order of the table, with the Z-scores that it shows. */

import type { ReactNode } from 'react';
import { Problem, problemOf } from '../../api/ask.ts';
import { useRegistry } from '../../frame/registry.ts';
import { toast } from '../../frame/toasts.tsx';
import { saveAs } from '../../parts/download.ts';
import { DownloadMenu, type Format } from '../../parts/download-menu.tsx';
import { count } from '../../words/numbers.ts';
import { type ElementAsking, elementsAddress, elementsBody, isInAddress } from './element-answers.ts';

interface ElementDownloadProps {
  readonly asking: ElementAsking;
  readonly total: number | undefined;
  /** Without the number: narrow windows. */
  readonly isShort?: boolean;
}

/** JSON comes in pages; the other formats have every row. */
const JSON_ROWS = 10_000;

export function ElementDownload({ asking, total, isShort = false }: ElementDownloadProps): ReactNode {
  const { id } = useRegistry();
  const of = (format: Format): ElementAsking => ({
    ...asking,
    format,
    ...(format === 'json' ? { limit: JSON_ROWS } : {}),
  });
  const file = `${id}-elements`;
  return (
    <DownloadMenu
      text={isShort || total === undefined ? 'Download' : `Download ${count(total)}`}
      isMain={!isShort}
      file={file}
      address={(format) => (isInAddress(id, of(format)) ? elementsAddress(id, of(format)) : undefined)}
      onFormat={(format) => void saveAnswer(id, of(format), `${file}.${format}`)}
    />
  );
}

async function saveAnswer(registry: string, asking: ElementAsking, file: string): Promise<void> {
  const leaving = new AbortController();
  toast(`Reading ${file}`, { name: 'Cancel', run: () => leaving.abort() });
  try {
    const body = JSON.stringify(await elementsBody(registry, asking, leaving.signal));
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body, signal: leaving.signal };
    const response = await fetch('/api/v1/ccres', init);
    if (!response.ok) throw problemOf(response.status, await response.text());
    saveAs(file, await response.blob());
  } catch (error) {
    if (leaving.signal.aborted) return;
    toast(`${file} could not be read: ${error instanceof Problem ? error.message : 'the answer broke off'}`);
  }
}
