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

// A page whose files are gone, as after an update of the server: the new ones are fetched, once.
const RELOADED = 'cisreg.reloaded';
const RELOAD_AGAIN_MS = 60_000;
addEventListener('vite:preloadError', (event) => {
  try {
    if (Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0) < RELOAD_AGAIN_MS) return;
    sessionStorage.setItem(RELOADED, String(Date.now()));
  } catch {
    // Where nothing is kept, it might reload for ever: the error is shown.
    return;
  }
  event.preventDefault();
  location.reload();
});

createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
