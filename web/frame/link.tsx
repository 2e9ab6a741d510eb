/** Links between pages of the registry that is shown. */

import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { queryText } from './address.ts';
import { useRegistry } from './registry.ts';

interface PageLinkProps {
  /** Below /REGISTRY: `element/EH38E1`, `elements`. Parts that are data are encoded by the caller's `path`. */
  readonly to: string;
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  readonly className?: string | undefined;
  /** Names where the words alone do not. */
  readonly label?: string | undefined;
  readonly registryId?: string | undefined;
  readonly children: ReactNode;
}

/** The address of a page; registry is its id. */
export function pageAddress(
  registryId: string,
  to: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  return `/${encodeURIComponent(registryId)}${to === '' ? '' : `/${to}`}${queryText(query)}`;
}

/** A path of names that are data: path('gene', 'HLA-A') is gene/HLA-A. */
export const path = (...parts: readonly string[]): string => parts.map(encodeURIComponent).join('/');

/** A link to a page of this registry. It opens in a tab as any link does. */
export function PageLink({ to, query, className, label, registryId, children }: PageLinkProps): ReactNode {
  const { id } = useRegistry();
  return (
    <Link
      to={pageAddress(registryId ?? id, to)}
      search={(query ?? {}) as never}
      className={className}
      aria-label={label}
      activeOptions={{ includeSearch: false }}
    >
      {children}
    </Link>
  );
}
