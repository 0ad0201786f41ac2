/** What jsdom lacks, and what every test starts with. */
import 'fake-indexeddb/auto';
import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import { server } from './server.ts';

server.listen({ onUnhandledRequest: 'error' });

afterEach(() => {
  cleanup();
  server.resetHandlers();
  localStorage.clear();
  sessionStorage.clear();
});

URL.createObjectURL ??= () => 'blob:fake';
URL.revokeObjectURL ??= () => {};
window.scrollTo = vi.fn();
Object.defineProperty(navigator, 'pdfViewerEnabled', { value: true });
