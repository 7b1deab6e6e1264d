import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Builds the one script of the residents' portal, dist/web/portal/tip.js: it seals and opens tips in the browser. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL('./dist/web/portal', import.meta.url)),
    emptyOutDir: true,
    // Cheap phones keep their browsers for long.
    target: 'es2020',
    modulePreload: false,
    rolldownOptions: {
      input: fileURLToPath(new URL('./src/modules/tips/portal-web/tip.ts', import.meta.url)),
      output: { entryFileNames: 'tip.js' },
    },
  },
});
