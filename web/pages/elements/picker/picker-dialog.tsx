/** The dialog around a picker: Esc, a click beside it and Done close it; on phones it fills the window. */

import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Icon } from '../../../parts/icon.tsx';
import './picker.css';

interface PickerDialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  onClose(): void;
  /** Made when it opens. */
  readonly children: ReactNode;
}

export function PickerDialog({ title, isOpen, onClose, children }: PickerDialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const own = dialog.current;
    if (own === null || own.open === isOpen) return;
    if (isOpen) own.showModal();
    else own.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      className="picker"
      aria-labelledby={id}
      onClose={onClose}
      onPointerDown={(event) => {
        // The dialog has no inset: what hits it itself is beside it.
        if (event.target === event.currentTarget) onClose();
      }}
    >
      {isOpen ? (
        <div className="picker-inside">
          <div className="picker-title">
            <h2 id={id}>{title}</h2>
            <button type="button" className="quiet" aria-label="Close" onClick={onClose}>
              <Icon name="close" />
            </button>
          </div>
          {children}
        </div>
      ) : null}
    </dialog>
  );
}
