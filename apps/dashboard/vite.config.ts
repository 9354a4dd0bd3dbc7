import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'page',
  plugins: [react()],
  // Workspace packages are taken from their sources.
  resolve: { conditions: ['@cartwheel/source', 'module', 'browser', 'import', 'default'] },
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    target: 'es2022',
    // The content-security policy allows nothing inline.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
