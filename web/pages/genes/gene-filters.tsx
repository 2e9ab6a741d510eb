/** What narrows the list of genes; each in the address by the API's name. */

import type { ReactNode } from 'react';
import type { Query, useQueryState } from '../../frame/address.ts';
import { PageLink } from '../../frame/link.tsx';
import { Choice } from '../../parts/choice.tsx';
import { useTyped } from '../../parts/typed.ts';

interface GeneFiltersProps {
  readonly query: Query;
  readonly types: readonly string[];
  readonly change: ReturnType<typeof useQueryState>[1];
}

export function GeneFilters({ query, types, change }: GeneFiltersProps): ReactNode {
  return (
    <search className="genes-filters">
      <TextFilter
        label="Name begins with"
        placeholder="Symbol, id or alias"
        value={query.prefix ?? ''}
        isWhileTyping
        onText={(prefix) => change({ prefix }, { isReplaced: true })}
      />
      <Choice
        label="Type"
        all="All types"
        value={query.type}
        options={types}
        onChange={(type) => change({ type })}
      />
      <TextFilter
        label="Place"
        placeholder="chr1:1-1,000,000"
        value={query.region ?? ''}
        onText={(region) => change({ region })}
      />
      <PageLink to="genes/compare" className="button">
        Compare two genes
      </PageLink>
    </search>
  );
}

interface TextFilterProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  /** Without it the text holds with Enter, or when the field is left: a half place is none. */
  readonly isWhileTyping?: boolean;
  onText(text: string): void;
}

function TextFilter({
  label,
  placeholder,
  value,
  isWhileTyping = false,
  onText,
}: TextFilterProps): ReactNode {
  const { text, setText, settle } = useTyped(value, onText, { isWhileTyping });
  return (
    <label>
      {label}
      <input
        type="search"
        value={text}
        placeholder={placeholder}
        onChange={(event) => setText(event.target.value)}
        onBlur={settle}
        onKeyDown={(event) => event.key === 'Enter' && settle()}
        spellCheck={false}
      />
    </label>
  );
}
