/** The frame of one facet: title, what its numbers count, Clear when it is set, and what it holds while it is open. */

import { type ReactNode, useId } from 'react';
import { Icon } from '../../../parts/icon.tsx';

interface FacetProps {
  readonly title: ReactNode;
  /** "n = 9,171". */
  readonly note?: ReactNode;
  readonly isOpen: boolean;
  onFold(isOpen: boolean): void;
  /** Takes its filter away; undefined where it has none. */
  readonly onClear?: (() => void) | undefined;
  /** In words, for Clear: "class". */
  readonly name: string;
  /** No such data here: it stays folded. */
  readonly isMissing?: boolean;
  readonly children: ReactNode;
}

export function Facet(props: FacetProps): ReactNode {
  const { title, note, isOpen, onFold, onClear, name, isMissing = false, children } = props;
  const id = useId();
  const isShown = isOpen && !isMissing;
  return (
    <section className="facet" aria-labelledby={`${id}t`}>
      <div className="facet-head">
        <h2>
          <button
            type="button"
            className="fold"
            id={`${id}t`}
            aria-expanded={isShown}
            aria-controls={id}
            aria-disabled={isMissing}
            onClick={() => !isMissing && onFold(!isOpen)}
          >
            <Icon name={isShown ? 'down' : 'right'} />
            <span>{title}</span>
          </button>
        </h2>
        <span className="note" title={typeof note === 'string' ? note : undefined}>
          {isMissing ? 'no data in this registry' : note}
        </span>
        {onClear === undefined ? null : (
          <button type="button" className="link" onClick={onClear} aria-label={`Clear ${name}`}>
            Clear
          </button>
        )}
      </div>
      {isShown ? (
        <div id={id} className="facet-body">
          {children}
        </div>
      ) : null}
    </section>
  );
}
