/** A part of a page with a border and a title. */

import { type ReactNode, useId } from 'react';

interface PanelProps {
  readonly title: string;
  /** What its numbers count, beside the title. */
  readonly note?: ReactNode;
  /** Buttons at the right. */
  readonly actions?: ReactNode;
  /** Columns of twelve that it takes; default all. */
  readonly columns?: number;
  /** Without inset: a table that fills it. */
  readonly isFlush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Panel({
  title,
  note,
  actions,
  columns = 12,
  isFlush = false,
  className,
  children,
}: PanelProps): ReactNode {
  const id = useId();
  const names = ['panel', `columns-${columns}`, isFlush ? 'flush' : '', className ?? ''];
  return (
    <section className={names.filter(Boolean).join(' ')} aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {note === undefined ? null : <span className="note">{note}</span>}
        {actions === undefined ? null : <div className="actions">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
