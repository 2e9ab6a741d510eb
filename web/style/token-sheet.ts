/** The colours of all pages as a style sheet: the same that reports have. */

import type { Plugin } from 'vite';
import { tokenCss } from '../../src/report/tokens.ts';

const NAME = 'virtual:tokens.css';

export function tokenSheet(): Plugin {
  return {
    name: 'token-sheet',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? tokenCss() : undefined),
  };
}
