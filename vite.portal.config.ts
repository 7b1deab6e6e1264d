import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Builds the scripts of the residents' portal into dist/web/portal: tip.js seals and opens tips, position.js asks where one is. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL('./dist/web/portal', import.meta.url)),
    emptyOutDir: true,
    // Cheap phones keep their browsers for long.
    target: 'es2020',
    modulePreload: false,
    rolldownOptions: {
      input: {
        tip: fileURLToPath(new URL('./src/modules/tips/portal-web/tip.ts', import.meta.url)),
        position: fileURLToPath(new URL('./src/modules/feedback/portal-web/position.ts', import.meta.url)),
      },
      output: { entryFileNames: '[name].js' },
    },
  },
});
