/** Every condition of the address as a chip that takes it away. */

import type { ReactNode } from 'react';
import { useQueryState } from '../../../frame/address.ts';
import { Icon } from '../../../parts/icon.tsx';
import { useShortNames } from '../biosample-names.ts';
import { conditionsOf } from '../conditions.ts';
import { withoutFilters } from '../element-query.ts';
import { useBiosamples } from '../picker/biosamples.ts';
import './facets.css';

export function FilterChips(): ReactNode {
  const [query, change] = useQueryState();
  const conditions = conditionsOf(query, useShortNames(), useBiosamples());
  if (conditions.length === 0) return null;
  return (
    <div className="filter-chips">
      <ul aria-label="Filters">
        {conditions.map(({ key, text, badge, rest, join, without }) => (
          <li key={key}>
            {join === undefined ? null : <span className="note">{join}</span>}
            <span className="chip">
              {badge === undefined ? (
                text
              ) : (
                <>
                  <span className={badge === 'high' ? 'badge' : 'badge plain'}>{badge}</span>
                  {rest}
                </>
              )}
              <button type="button" aria-label={`Remove ${text}`} onClick={() => change(without)}>
                <Icon name="close" />
              </button>
            </span>
          </li>
        ))}
      </ul>
      <button type="button" className="link" onClick={() => change(withoutFilters(query))}>
        Clear all
      </button>
    </div>
  );
}
