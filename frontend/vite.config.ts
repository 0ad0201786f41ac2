import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { CountReporter } from './countReporter.ts';

export default defineConfig({
  plugins: [react(), tailwindcss(), devSettings()],
  build: {
    target: 'es2023',
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What nearly every page needs is smaller in one piece than in twenty.
        codeSplitting: {
          groups: [
            { name: 'libraries', test: /node_modules[\\/](?!react-hook-form|@hookform|oidc-client-ts|jwt-decode)/ },
            { name: 'shared', test: /src[\\/](api|money[\\/]format|session[\\/](?!openClient)|shell|ui|i18n[\\/](dates|language|SpeechProvider)|json[\\/](json|mergePatch)|orders[\\/]search|ops[\\/]search|settings)/ },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost:5173/' } },
    setupFiles: ['./src/testing/setup.ts'],
    // A whole page in jsdom takes its time on a busy machine.
    testTimeout: 20_000,
    restoreMocks: true,
    unstubGlobals: true,
    // Order matters: the count is printed below vitest's own summary.
    reporters: ['default', new CountReporter()],
  },
});

/** Serves `/config.json` to `npm run dev` from the environment; elsewhere it is a file. */
function devSettings(): Plugin {
  return {
    name: 'dev-settings',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use('/config.json', (_, response) => {
        const { API_URL, ISSUER, CLIENT_ID, LOCAL } = process.env;
        response.setHeader('Content-Type', 'application/json');
        response.end(
          JSON.stringify({
            apiUrl: API_URL,
            issuer: ISSUER,
            clientId: CLIENT_ID ?? 'console',
            local: LOCAL === 'true',
          }),
        );
      });
    },
  };
}
