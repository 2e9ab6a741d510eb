import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { tokenSheet } from './style/token-sheet.ts';

/** `npm run dev` asks this server what it does not have itself. */
const SERVICE = process.env.CISREG_SERVICE ?? 'http://127.0.0.1:8080';
// Modules of web/api/ are below /api too, and are not asked of it.
const ASKED = ['^/api(/(v1|openapi\\.json).*)?$', '/v/', '/files/', '/hub/', '/graphql'];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tokenSheet()],
  build: {
    outDir: path.resolve(import.meta.dirname, '../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    // Fonts stay files: they are cached by themselves.
    assetsInlineLimit: 2048,
    chunkSizeWarningLimit: 2000,
  },
  server: { host: '127.0.0.1', proxy: Object.fromEntries(ASKED.map((address) => [address, SERVICE])) },
});
