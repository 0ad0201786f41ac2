/**
 * Serves the built console with a fake API, for looking at it without the stack: `npm run mock`.
 * Signing in takes a real issuer, whose URL is in `ISSUER`. With the example `render` of pdf-worker in
 * `RENDER`, its documents are real ones.
 *
 * The console has the security policy that it gets on AWS, and the API is of another origin.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getResponse } from 'msw';
import { inboxAfter } from '../src/testing/fakeInbox.ts';
import { fakeApi } from '../src/testing/fakeApi.ts';
import { parkSamples } from './deadLetterSamples.ts';
import { drawWith } from './drawWith.ts';
import { mockInbox } from './mockInbox.ts';
import { placeSamples } from './samples.ts';

const port = Number(process.env.PORT ?? 5173);
const consoleUrl = `http://127.0.0.1:${port}`;
const apiUrl = `http://127.0.0.1:${port + 1}`;
const issuer = process.env.ISSUER ?? '';
const dist = fileURLToPath(new URL('../dist', import.meta.url));

const api = fakeApi({
  baseUrl: apiUrl,
  documentsAfterMs: 1_500,
  // Some take longer than others.
  keptAfterMs: ({ at }) => 420 + ((Date.parse(at) / 7) % 880),
  ...(process.env.RENDER && { draw: drawWith(process.env.RENDER) }),
});
if (process.env.SAMPLES) {
  placeSamples(api.orders, 'customer', Number(process.env.SAMPLES));
  parkSamples(api);
}

const policy = [
  "default-src 'self'",
  `connect-src 'self' ${apiUrl}/ ${issuer}/`,
  "img-src 'self' data:",
  'frame-src blob:',
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join('; ');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', consoleUrl);
  if (pathname === '/config.json') {
    return json(response, { apiUrl, issuer, clientId: 'console', local: true });
  }
  if (pathname === '/inbox') {
    return json(response, inboxAfter(mockInbox(api.orders, consoleUrl), searchParams.get('after')));
  }
  const path = extname(pathname) === '' ? '/index.html' : pathname;
  try {
    const body = await readFile(join(dist, path));
    response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
    response.setHeader('Content-Security-Policy', policy);
    return response.end(body);
  } catch {
    response.statusCode = 404;
    return response.end();
  }
}).listen(port, '127.0.0.1', () => console.log(`${consoleUrl} (API: ${apiUrl})`));

createServer(async (incoming, outgoing) => {
  outgoing.setHeader('Access-Control-Allow-Origin', incoming.headers.origin ?? '*');
  outgoing.setHeader('Access-Control-Expose-Headers', 'etag, idempotent-replayed, retry-after');
  if (incoming.method === 'OPTIONS') {
    outgoing.setHeader('Access-Control-Allow-Methods', 'GET, POST, PATCH');
    outgoing.setHeader(
      'Access-Control-Allow-Headers',
      'authorization, content-type, idempotency-key, if-match, if-none-match',
    );
    outgoing.statusCode = 204;
    return outgoing.end();
  }
  const request = await toRequest(incoming);
  const response = await getResponse(api.handlers, request).catch((error: unknown) => {
    // What the fake can't do is no reason to take it from everybody else.
    console.error(error);
    return new Response(null, { status: 500 });
  });
  outgoing.statusCode = response?.status ?? 404;
  for (const [name, value] of response?.headers ?? []) outgoing.setHeader(name, value);
  return outgoing.end(response && Buffer.from(await response.arrayBuffer()));
}).listen(port + 1, '127.0.0.1');

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const { method = 'GET' } = incoming;
  const body = method === 'GET' ? null : Buffer.concat(chunks);
  return new Request(`${apiUrl}${incoming.url}`, { method, headers, body });
}

function json(response: ServerResponse, body: unknown) {
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Cache-Control', 'no-cache');
  response.end(JSON.stringify(body));
}
