/** The facets where there is no room beside the table: a drawer, on phones a full sheet, that a button opens. */

import { type ReactNode, useRef, useState } from 'react';
import { Icon } from '../../parts/icon.tsx';
import { counted } from '../../words/numbers.ts';
import { Facets } from './facets/facets.tsx';

interface FacetsDrawerProps {
  /** Filters that are set. */
  readonly active: number;
  /** What is found now: the button that closes the drawer says it. */
  readonly total: number | undefined;
  readonly isMain?: boolean;
}

export function FacetsDrawer({ active, total, isMain = false }: FacetsDrawerProps): ReactNode {
  const drawer = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const open = () => {
    setOpen(true);
    drawer.current?.showModal();
  };
  return (
    <>
      <button type="button" className={isMain ? 'main' : undefined} aria-haspopup="dialog" onClick={open}>
        <Icon name="filter" />
        Filters{active === 0 ? null : ` ${active}`}
      </button>
      <dialog
        ref={drawer}
        className="facets-drawer"
        aria-label="Filters"
        onClose={(event) => event.target === drawer.current && setOpen(false)}
        onClick={(event) => event.target === drawer.current && drawer.current.close()}
      >
        <div className="drawer-head">
          <h2>Filters</h2>
          <button
            type="button"
            className="quiet"
            aria-label="Close the filters"
            onClick={() => drawer.current?.close()}
          >
            <Icon name="close" />
          </button>
        </div>
        <div className="drawer-facets">{isOpen ? <Facets /> : null}</div>
        <div className="drawer-foot">
          <button type="button" className="main" onClick={() => drawer.current?.close()}>
            {total === undefined ? 'Show the elements' : `Show ${counted(total, 'element')}`}
          </button>
        </div>
      </dialog>
    </>
  );
}
