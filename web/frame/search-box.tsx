/** One box that takes what people look for. */

import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { Icon } from '../parts/icon.tsx';
import { pageAddress } from './link.tsx';
import { useRegistry } from './registry.ts';

interface SearchBoxProps {
  readonly size: 'bar' | 'home';
}

export function SearchBox({ size }: SearchBoxProps): ReactNode {
  const { id } = useRegistry();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  return (
    <search className={`search ${size}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '')
            void navigate({ to: pageAddress(id, 'search'), search: { q: text.trim() } as never });
        }}
      >
        <Icon name="search" />
        <input
          data-search
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder="Gene, region, variant, accession or biosample"
          aria-label="Search this registry"
        />
      </form>
    </search>
  );
}
