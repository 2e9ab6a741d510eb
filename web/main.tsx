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

createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
