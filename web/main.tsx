/** The pages start here. */

import './style/font.css';
import 'virtual:tokens.css';
import './style/base.css';
import './style/controls.css';
import './style/frame.css';
import './style/parts.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queries } from './api/answer.ts';
import { placePopovers } from './parts/popover.ts';
import { router } from './routes.tsx';

placePopovers();

const RELOADED = 'cisreg.reloaded';
const RELOAD_AGAIN_MS = 60_000;

/** A page whose files went with an update of the server is read again, once; where one failed to come for another reason, the page stays. */
async function reloadIfUpdated(): Promise<void> {
  try {
    if (Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0) < RELOAD_AGAIN_MS) return;
    const response = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' });
    if (!response.ok || (await response.text()).includes(new URL(import.meta.url).pathname)) return;
    sessionStorage.setItem(RELOADED, String(Date.now()));
    location.reload();
  } catch {
    // Where nothing is kept it might reload for ever, and who does not answer has no new files: the error is shown.
  }
}
addEventListener('vite:preloadError', () => void reloadIfUpdated());

createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
