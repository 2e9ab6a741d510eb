/** Light or dark, and which colours classes have. */

import { type ReactNode, useId, useState } from 'react';
import { Icon } from '../parts/icon.tsx';
import { keep } from './kept.ts';

const CHOICES = [
  { name: 'theme', title: 'Theme', values: { light: 'Light', dark: 'Dark' } },
  {
    name: 'palette',
    title: 'Class colours',
    values: { published: 'As published', safe: 'Colour-blind-safe' },
  },
] as const;

export function ThemeMenu(): ReactNode {
  const id = useId();
  const [chosen, setChosen] = useState(() => ({ ...document.documentElement.dataset }));
  const choose = (name: string, value: string) => {
    document.documentElement.dataset[name] = value;
    keep(name, value);
    setChosen({ ...document.documentElement.dataset });
    // What is drawn on a canvas has read its colours already.
    window.dispatchEvent(new Event('cisreg-colours'));
  };
  return (
    <>
      <button type="button" className="quiet" popoverTarget={id} aria-label="Theme and colours">
        <Icon name={chosen.theme === 'dark' ? 'sun' : 'moon'} />
      </button>
      <div id={id} popover="auto" className="popover menu themes">
        {CHOICES.map(({ name, title, values }) => (
          <fieldset key={name}>
            <legend>{title}</legend>
            {Object.entries(values).map(([value, words]) => (
              <label key={value}>
                <input
                  type="radio"
                  name={`${id}${name}`}
                  checked={chosen[name] === value}
                  onChange={() => choose(name, value)}
                />
                {words}
              </label>
            ))}
          </fieldset>
        ))}
      </div>
    </>
  );
}
