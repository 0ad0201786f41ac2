/** What jsdom lacks, and what every test starts with. */
import 'fake-indexeddb/auto';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import { server } from './server.ts';

server.listen({ onUnhandledRequest: 'error' });

afterEach(() => {
  cleanup();
  server.resetHandlers();
  server.events.removeAllListeners();
  localStorage.clear();
  sessionStorage.clear();
});

URL.createObjectURL ??= () => 'blob:fake';
URL.revokeObjectURL ??= () => {};
window.scrollTo = vi.fn();
Object.defineProperty(navigator, 'pdfViewerEnabled', { value: true });

configure({ getElementError: (message) => new Error(message ?? 'not found'), asyncUtilTimeout: 5_000 });
