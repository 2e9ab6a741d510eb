/** The bar above every page: registry, sections, search, list, theme. */

import { useMatchRoute } from '@tanstack/react-router';
import { type ReactNode, useId } from 'react';
import { Icon } from '../parts/icon.tsx';
import { closePopover } from '../parts/popover.ts';
import { PageLink, pageAddress } from './link.tsx';
import { useList } from './list.ts';
import { useShown } from './registry.ts';
import { SearchBox } from './search-box.tsx';
import { ThemeMenu } from './theme-menu.tsx';

/** Name, where it leads, and the addresses at which it is current. */
const SECTIONS = [
  { name: 'Elements', to: 'elements', also: ['element/$', 'compare', 'search'] },
  { name: 'Genes', to: 'genes', also: ['gene/$'] },
  { name: 'Variants & GWAS', to: 'gwas', also: ['gwas/$', 'variants', 'variant/$'] },
  { name: 'Biosamples', to: 'biosamples', also: ['biosamples/$', 'biosample/$'] },
  { name: 'Differential', to: 'differential', also: [] },
  { name: 'BED upload', to: 'bed', also: ['bed/$'] },
] as const;

export function TopBar(): ReactNode {
  const list = useList();
  const isAtHome = useIsAtHome();
  return (
    <header className="top-bar">
      <PageLink to="" className="brand">
        <img src="/mark.svg" alt="" width="16" height="16" />
        cisreg
      </PageLink>
      <RegistrySwitch />
      <nav className="sections wide-only" aria-label="Sections">
        <Sections />
      </nav>
      <div className="top-right">
        {isAtHome ? null : <SearchBox size="bar" />}
        <PageLink to="list" className="quiet" label={`List, ${list.accessions.length} elements`}>
          <Icon name="list" />
          <span className="wide-only">List</span> {list.accessions.length}
        </PageLink>
        <ThemeMenu />
        <button
          type="button"
          className="quiet narrow-only"
          popoverTarget="sections-menu"
          aria-label="Sections"
        >
          <Icon name="menu" />
        </button>
        <nav id="sections-menu" popover="auto" className="popover menu" aria-label="All sections">
          <Sections />
        </nav>
      </div>
    </header>
  );
}

function useIsAtHome(): boolean {
  const match = useMatchRoute();
  return match({ to: '/' as never }) !== false || match({ to: '/$registry' as never }) !== false;
}

function Sections(): ReactNode {
  const match = useMatchRoute();
  return SECTIONS.map(({ name, to, also }) => {
    const isCurrent = [to, ...also].some(
      (one) => match({ to: `/$registry/${one}` as never, fuzzy: true }) !== false,
    );
    return (
      <PageLink key={to} to={to} className={isCurrent ? 'section current' : 'section'}>
        {name}
      </PageLink>
    );
  });
}

function RegistrySwitch(): ReactNode {
  const { registry, all } = useShown();
  const id = useId();
  const text = (
    <>
      <span className="registry-id">{registry.id}</span> <span className="soft">{registry.assembly}</span>
    </>
  );
  if (all.length === 1) return <span className="registry-name">{text}</span>;
  return (
    <>
      <button
        type="button"
        className="registry-name"
        popoverTarget={id}
        aria-label={`Registry ${registry.id}, ${registry.assembly}; change it`}
      >
        {text}
        <Icon name="down" />
      </button>
      <div id={id} popover="auto" className="popover menu">
        {all.map((own) => (
          <a
            key={own.id}
            href={pageAddress(own.id, '')}
            aria-current={own.id === registry.id}
            onClick={(event) => closePopover(event.currentTarget)}
          >
            <b>{own.id}</b>{' '}
            <span className="soft">
              {own.assembly}, {own.biosamples} biosamples
            </span>
          </a>
        ))}
      </div>
    </>
  );
}
