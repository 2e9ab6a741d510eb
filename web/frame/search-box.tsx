/** One box that takes what people look for, and says how it is understood while they type. */

import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
  type KeyboardEvent,
  type ReactNode,
  useDeferredValue,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { ask } from '../api/ask.ts';
import { Icon } from '../parts/icon.tsx';
import { counted, withSeparators } from '../words/numbers.ts';
import { pageAddress } from './link.tsx';
import { useRegistry } from './registry.ts';
import {
  detailOf,
  grouped,
  kept,
  type Suggestion,
  type Target,
  targetOf,
  WORD_OF_KIND,
} from './suggestions.ts';
import './search-box.css';

interface SearchBoxProps {
  readonly size: 'bar' | 'home';
  /** What stands in it at first. */
  readonly initial?: string;
}

const PAUSE_MS = 60;

/** A study asks nothing of elements. */
const saidOf = (parts: readonly { readonly kind: string }[], total: number): string =>
  parts.every(({ kind }) => kind === 'study') ? 'study' : counted(total, 'element');
export function SearchBox({ size, initial = '' }: SearchBoxProps): ReactNode {
  const { id: registry, annotations } = useRegistry();
  const navigate = useNavigate();
  const id = useId();
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(initial);
  const [isOpen, setOpen] = useState(false);
  const [activeKey, setActiveKey] = useState<string>();
  const typed = useDeferredValue(usePaused(text.trim()));
  const isAsked = isOpen && typed !== '';
  const suggested = useQuery({
    queryKey: ['/api/v1/suggest', registry, typed],
    queryFn: ({ signal }) => ask('/api/v1/suggest', { query: { registry, q: typed } }, signal),
    enabled: isAsked,
    placeholderData: (before) => before,
  });
  const found = useQuery({
    queryKey: ['/api/v1/search', registry, typed],
    queryFn: ({ signal }) => ask('/api/v1/search', { query: { registry, q: typed } }, signal),
    enabled: isAsked,
    placeholderData: (before) => before,
  });
  const groups = grouped(typed === '' ? [] : (suggested.data?.suggestions ?? []));
  const parts = typed === '' ? [] : (found.data?.parts ?? []);
  const options: readonly (Suggestion | undefined)[] = [
    // The first is everything together.
    ...(parts.length > 0 ? [undefined] : []),
    ...groups.flatMap(({ suggestions }) => suggestions),
  ];
  // By its key: what arrives later may stand before it.
  const active = Math.max(
    0,
    options.findIndex((own) => keyOf(own) === activeKey),
  );
  const isShown = isOpen && text.trim() !== '' && (options.length > 0 || found.data !== undefined);
  // A count that is not yet of this text must not be taken for it.
  const isCurrent = typed === text.trim() && !found.isPlaceholderData;

  const go = (target: Target) => {
    setOpen(false);
    box.current?.blur();
    void navigate({ to: pageAddress(registry, target.to), search: (target.query ?? {}) as never });
  };
  const choose = (option: Suggestion | undefined) => {
    if (option !== undefined && option.before === '' && option.kind !== 'biosample' && hasPage(option))
      return go(targetOf(option));
    const q = option === undefined ? text.trim() : kept(option).trim();
    setText(option === undefined ? text : kept(option));
    go({ to: 'search', query: { q } });
  };
  const hasPage = ({ kind }: Suggestion) => kind !== 'gene' || annotations.includes('genes');
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setOpen(false);
    if (!isShown) {
      if (event.key === 'ArrowDown') setOpen(true);
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && options.length > 0) {
      event.preventDefault();
      setActiveKey(keyOf(options[(active + step + options.length) % options.length]));
    }
    const option = options[active];
    if (event.key === 'Tab' && !event.shiftKey && option !== undefined) {
      event.preventDefault();
      setText(kept(option));
      setActiveKey(undefined);
    }
  };
  return (
    <search className={`search ${size}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() === '') return;
          // Typed faster than understood: the page of the search understands it.
          if (!isCurrent || options.length === 0) go({ to: 'search', query: { q: text.trim() } });
          else choose(options[Math.min(active, options.length - 1)]);
        }}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
        }}
      >
        <Icon name="search" />
        <input
          ref={box}
          data-search
          type="search"
          value={text}
          autoComplete="off"
          spellCheck={false}
          role="combobox"
          aria-expanded={isShown}
          aria-controls={`${id}list`}
          aria-autocomplete="list"
          aria-activedescendant={isShown && options.length > 0 ? `${id}${active}` : undefined}
          aria-label="Search this registry"
          placeholder={
            size === 'bar'
              ? 'Gene, region, variant, biosample'
              : 'Gene, region, variant, accession or biosample'
          }
          onFocus={() => setOpen(true)}
          onChange={(event) => {
            setText(event.target.value);
            setOpen(true);
            setActiveKey(undefined);
          }}
          onKeyDown={onKeyDown}
        />
        {size === 'bar' ? (
          <kbd aria-hidden="true">/</kbd>
        ) : (
          <button type="submit" className="main">
            Search
          </button>
        )}
        {isShown ? (
          <div className="suggestions">
            {parts.length === 0 ? (
              <p className="understood">
                {found.data === undefined || groups.length > 0
                  ? 'Keep typing, or choose below'
                  : 'Nothing here is known by that. Type a gene, chr1:1-20000, an accession, rs and digits, or a tissue.'}
              </p>
            ) : (
              <p className="understood">
                Understood as
                {parts.map(({ kind, value, others }) => (
                  <span key={`${kind}${value}`} className="part">
                    <span className="soft">{WORD_OF_KIND[kind]}</span> {value}
                    {kind === 'biosample' && others.length > 1 ? `, ${others.length} biosamples` : ''}
                  </span>
                ))}
                {found.data?.unknown.map((word) => (
                  <span key={word} className="part unknown">
                    <span className="soft">not known</span> {word}
                  </span>
                ))}
              </p>
            )}
            <div id={`${id}list`} role="listbox" aria-label="Suggestions">
              {parts.length > 0 ? (
                <Option id={`${id}0`} isActive={active === 0} onChoose={() => choose(undefined)}>
                  <b>{parts.map(({ value }) => value).join(', ')}</b>
                  <span />
                  <span className="soft">
                    {isCurrent ? saidOf(parts, found.data?.total ?? 0) : 'counting'} ⏎
                  </span>
                </Option>
              ) : null}
              {groups.map(({ heading, suggestions }) => (
                <div key={heading} role="group" aria-label={heading}>
                  <p className="heading" aria-hidden="true">
                    {heading}
                  </p>
                  {suggestions.map((own) => {
                    const index = options.indexOf(own);
                    return (
                      <Option
                        key={keyOf(own)}
                        id={`${id}${index}`}
                        isActive={index === active}
                        onChoose={() => choose(own)}
                      >
                        <span className="name">
                          {own.before === '' || own.kind === 'study' ? null : (
                            <span className="soft">{own.before} </span>
                          )}
                          <Matched text={own.kind === 'study' ? own.text : own.value} typed={typed} />
                        </span>
                        <span className="soft">
                          {own.kind === 'location' || own.location === null
                            ? ''
                            : withSeparators(own.location)}
                        </span>
                        <span className="soft detail">{detailOf(own)}</span>
                      </Option>
                    );
                  })}
                </div>
              ))}
            </div>
            <p className="keys wide-only" aria-hidden="true">
              <kbd>↑</kbd> <kbd>↓</kbd> move <kbd>Enter</kbd> open <kbd>Tab</kbd> keep as a part{' '}
              <kbd>Esc</kbd> close
            </p>
          </div>
        ) : null}
      </form>
    </search>
  );
}

/** Everything together has no suggestion of its own. */
const keyOf = (option: Suggestion | undefined): string =>
  option === undefined ? 'all' : `${option.kind} ${option.value} ${option.others[0] ?? ''}`;

interface OptionProps {
  readonly id: string;
  readonly isActive: boolean;
  onChoose(): void;
  readonly children: ReactNode;
}

/** The box keeps the focus: a press must not take it. */
function Option({ id, isActive, onChoose, children }: OptionProps): ReactNode {
  return (
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      {children}
    </div>
  );
}

/** The part that was typed in weight 600. */
function Matched({ text, typed }: { readonly text: string; readonly typed: string }): ReactNode {
  const last = typed.split(/\s+/).at(-1) ?? '';
  const [needle] = [typed, last].filter(
    (one) => one !== '' && text.toLowerCase().includes(one.toLowerCase()),
  );
  if (needle === undefined) return text;
  const at = text.toLowerCase().indexOf(needle.toLowerCase());
  return (
    <>
      {text.slice(0, at)}
      <b>{text.slice(at, at + needle.length)}</b>
      {text.slice(at + needle.length)}
    </>
  );
}

/** The text once nobody has typed for a moment. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
