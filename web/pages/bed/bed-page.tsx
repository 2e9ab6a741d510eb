/** Where a BED is given: a file of any size, or pasted rows. */

import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { asProblem, type Problem } from '../../api/ask.ts';
import { pageAddress, path } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { useTitle } from '../../frame/title.ts';
import { Partial } from '../../parts/states.tsx';
import { cannotKeep } from '../list/resolve.ts';
import { BedProblem } from './bed-problem.tsx';
import './bed.css';
import { BedInput } from './bed-input.tsx';
import type { BedSource } from './bed-source.ts';
import { OverlapSummary } from './overlap-summary.tsx';
import { sendBed, type Upload } from './send-bed.ts';
import { Sending } from './sending.tsx';

/** What was given: a file, or rows that were pasted. */
export interface Given {
  readonly body: Blob;
  readonly name: string;
}

export function BedPage(): ReactNode {
  useTitle('BED upload');
  const { id } = useRegistry();
  const navigate = useNavigate();
  const [given, setGiven] = useState<Given>();
  const [sentBytes, setSent] = useState<number>();
  const [problem, setProblem] = useState<Problem>();
  const [own, setOwn] = useState<BedSource>();
  const leaving = useRef<AbortController>(undefined);
  // Who has left the page is not brought back when the upload is done.
  useEffect(() => () => leaving.current?.abort(), []);
  const send = async (next: Given) => {
    leaving.current?.abort();
    const controller = new AbortController();
    leaving.current = controller;
    setGiven(next);
    setProblem(undefined);
    setOwn(undefined);
    setSent(0);
    try {
      const options = { signal: controller.signal, onProgress: setSent };
      const kept = (await sendBed('/api/v1/uploads', next.body, options)) as Upload;
      await navigate({ to: pageAddress(id, path('bed', kept.id)) });
    } catch (error) {
      if (controller.signal.aborted) return;
      // The rows stay here then: the page asks with them.
      if (cannotKeep(error)) setOwn({ kind: 'here', body: next.body, name: next.name });
      else setProblem(asProblem(error));
    }
    if (leaving.current === controller) setSent(undefined);
  };
  const cancel = () => {
    leaving.current?.abort();
    setSent(undefined);
  };
  return (
    <main className="bed-page">
      <header className="entity-head">
        <div className="entity-title">
          <h1>Which elements do your regions overlap?</h1>
        </div>
        <p className="soft lead">
          A BED of any size: its regions against every element of {id}, kept under an address that you can
          share.
        </p>
      </header>
      <div className="bed-give">
        <BedInput onGive={(next) => void send(next)} isBusy={sentBytes !== undefined} />
        {sentBytes === undefined || given === undefined ? null : (
          <Sending name={given.name} sentBytes={sentBytes} allBytes={given.body.size} onCancel={cancel} />
        )}
        {problem === undefined || given === undefined ? null : (
          <BedProblem
            problem={problem}
            given={given}
            onLeaveOut={(body) => void send({ ...given, body })}
            onRetry={() => void send(given)}
          />
        )}
        {own === undefined ? null : (
          <Partial>
            This server keeps no uploads: the result below is of the rows in this page, and has no address. It
            goes when the page is left.
          </Partial>
        )}
      </div>
      {own === undefined ? null : <OverlapSummary source={own} />}
    </main>
  );
}
