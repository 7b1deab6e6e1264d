import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the staff workspace: dist/web/staff/index.html and its hashed parts in dist/web/staff/assets, served under /staff/. */
export default defineConfig({
  root: fileURLToPath(new URL('./src/web/staff', import.meta.url)),
  base: '/staff/',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('./dist/web/staff', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // Fonts and pictures stay files of their own: the content security policy lets no data: fonts in.
    assetsInlineLimit: 0,
  },
});
