/** The head of an entity's page. Scrolled away, its tabs stay below the top bar, with its name before them. */

import { type ReactNode, useEffect, useRef } from 'react';

interface EntityHeadProps {
  /** What stands before the tabs then. */
  readonly name: string;
  readonly children: ReactNode;
}

/** As high as the top bar (style/frame.css). */
const BAR_PX = 48;

export function EntityHead({ name, children }: EntityHeadProps): ReactNode {
  const head = useRef<HTMLElement>(null);
  useEffect(() => {
    const own = head.current;
    const tabs = own?.querySelector<HTMLElement>('.tabs');
    if (own == null || tabs == null) return;
    tabs.dataset.name = name;
    // What is above the tabs goes on scrolling: it has no place in a line.
    const place = () => own.style.setProperty('--above', `${tabs.offsetTop}px`);
    const observer = new ResizeObserver(place);
    observer.observe(own);
    const onScroll = () => own.toggleAttribute('data-stuck', own.getBoundingClientRect().top < BAR_PX - 1);
    addEventListener('scroll', onScroll, { passive: true });
    onScroll();
    return () => {
      observer.disconnect();
      removeEventListener('scroll', onScroll);
    };
  }, [name]);
  return (
    <header className="entity-head sticky" ref={head}>
      {children}
    </header>
  );
}
