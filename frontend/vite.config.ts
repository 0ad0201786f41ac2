import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { CountReporter } from './countReporter.ts';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  test: {
    environment: 'jsdom',
    restoreMocks: true,
    unstubGlobals: true,
    // Order matters: the count is printed below vitest's own summary.
    reporters: ['default', new CountReporter()],
  },
});
