/**
 * Choosing several biosamples, for any page: a button and the dialog that it opens. The page keeps what is chosen (in its address).
 *
 *     <BiosamplePicker title="Group A" chosen={a} assay="H3K27ac" onChange={(names) => change({ a: names.join(';') })}>
 *       Choose group A
 *     </BiosamplePicker>
 */

import { type ReactNode, useMemo, useState } from 'react';
import { counted } from '../../../words/numbers.ts';
import { hasAssay } from './biosamples.ts';
import { PickerBody } from './picker-body.tsx';
import { PickerDialog } from './picker-dialog.tsx';

export interface BiosamplePickerProps {
  /** Heads the dialog: "Group A". */
  readonly title: string;
  /** Names of biosamples, as the API has them. */
  readonly chosen: readonly string[];
  /** Only biosamples with this assay can be chosen; default any. */
  readonly assay?: string | undefined;
  /** Told with every click, in the order in which they were chosen. */
  onChange(chosen: readonly string[]): void;
  /** At most so many can be chosen; default no limit. */
  readonly most?: number;
  readonly className?: string;
  /** What stands on the button. */
  readonly children: ReactNode;
}

export function BiosamplePicker(props: BiosamplePickerProps): ReactNode {
  const { title, chosen, assay, onChange, most = Number.POSITIVE_INFINITY, className, children } = props;
  const [isOpen, setOpen] = useState(false);
  const picked = useMemo(() => new Set(chosen), [chosen]);
  const add = (names: readonly string[]) =>
    onChange([...new Set([...chosen, ...names])].slice(0, Math.min(most, Number.MAX_SAFE_INTEGER)));
  return (
    <>
      <button type="button" className={className} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {children}
      </button>
      <PickerDialog title={title} isOpen={isOpen} onClose={() => setOpen(false)}>
        <PickerBody
          assay={assay}
          picked={picked}
          onCheck={({ biosample }, isChecked) =>
            isChecked ? add([biosample]) : onChange(chosen.filter((own) => own !== biosample))
          }
          beside={({ biosamples }) => {
            const able = biosamples.filter((own) => assay === undefined || hasAssay(own, assay));
            const free = able.filter(({ biosample }) => !picked.has(biosample));
            return able.length === 0 ? null : free.length === 0 ? (
              <button
                type="button"
                className="link"
                onClick={() => {
                  const gone = new Set(able.map(({ biosample }) => biosample));
                  onChange(chosen.filter((own) => !gone.has(own)));
                }}
              >
                {`Remove all ${able.length}`}
              </button>
            ) : (
              <button
                type="button"
                className="link"
                onClick={() => add(free.map(({ biosample }) => biosample))}
              >
                {`Choose all ${able.length}`}
              </button>
            );
          }}
        />
        <div className="picker-foot">
          <b>{counted(chosen.length, 'biosample')}</b>
          {chosen.length === 0 ? null : (
            <button type="button" className="link" onClick={() => onChange([])}>
              Clear
            </button>
          )}
          <button type="button" className="main done" onClick={() => setOpen(false)}>
            Done
          </button>
        </div>
      </PickerDialog>
    </>
  );
}
