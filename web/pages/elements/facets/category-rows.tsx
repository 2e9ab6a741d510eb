/** Categories with what there is of each: all are chosen until one is taken out. */

import type { CSSProperties, ReactNode } from 'react';
import type { Colour } from '../../../words/classes.ts';
import { MARK } from '../../../words/classes.ts';
import { count } from '../../../words/numbers.ts';

export interface Category {
  readonly key: string;
  readonly name: ReactNode;
  /** In words, for "only". */
  readonly label: string;
  /** In a tooltip. */
  readonly words?: string | undefined;
  readonly colour?: Colour | undefined;
  /** Undefined until it is counted. */
  readonly count: number | undefined;
}

interface CategoryRowsProps {
  readonly categories: readonly Category[];
  /** Undefined: all. */
  readonly chosen: readonly string[] | undefined;
  readonly isDimmed: boolean;
  onChoose(chosen: readonly string[] | undefined): void;
}

export function CategoryRows({ categories, chosen, isDimmed, onChoose }: CategoryRowsProps): ReactNode {
  const most = Math.max(1, ...categories.map((own) => own.count ?? 0));
  const isChosen = (key: string) => chosen === undefined || chosen.includes(key);
  const choose = (keys: readonly string[]) =>
    onChoose(keys.length === 0 || keys.length === categories.length ? undefined : keys);
  return (
    <ul className={isDimmed ? 'categories dimmed' : 'categories'} aria-busy={isDimmed}>
      {categories.map(({ key, name, label, words, colour, count: n }) => (
        <li key={key}>
          <label title={words}>
            <input
              type="checkbox"
              checked={isChosen(key)}
              onChange={(event) =>
                choose(
                  categories
                    .map((own) => own.key)
                    .filter((own) => (own === key ? event.target.checked : isChosen(own))),
                )
              }
            />
            {name}
          </label>
          <button
            type="button"
            className="link only"
            aria-label={`Only ${label}`}
            onClick={() => choose([key])}
          >
            only
          </button>
          <span className="count-bar" aria-hidden="true">
            {n === undefined || n === 0 ? null : <span style={barStyle(n / most, colour ?? MARK)} />}
          </span>
          <span className={n === 0 ? 'number soft' : 'number'}>{n === undefined ? '' : count(n)}</span>
        </li>
      ))}
    </ul>
  );
}

const barStyle = (share: number, { fill, edge }: Colour): CSSProperties => ({
  width: `max(2px, ${(100 * share).toFixed(1)}%)`,
  background: fill,
  borderColor: edge,
});
