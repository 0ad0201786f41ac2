/** What this deployment of the console talks to. One build serves every environment. */
import { z } from 'zod/mini';

const settingsSchema = z.object({
  /** Base URL of the order API, without `/orders`. */
  apiUrl: z.pipe(z.url(), z.transform(withoutSlash)),
  /** URL of the OpenID Connect issuer. */
  issuer: z.pipe(z.url(), z.transform(withoutSlash)),
  clientId: z.string().check(z.minLength(1)),
  /** Whether this is a stack on one's own machine, which shows what it would have sent. */
  local: z.boolean(),
  /** The scopes to ask for, where the issuer names them otherwise. */
  scope: z._default(z.string(), 'openid orders:read orders:write orders:admin ops:replay'),
});

export type Settings = z.infer<typeof settingsSchema>;

/** Rejects, in words for whoever set it up, if the file is missing or wrong. */
export async function loadSettings(): Promise<Settings> {
  const response = await fetch(new URL('/config.json', window.location.origin), {
    cache: 'no-cache',
  });
  if (!response.ok) throw new Error(`/config.json: answered with status ${response.status}`);
  return readSettings(await response.json());
}

export function readSettings(json: unknown): Settings {
  const result = settingsSchema.safeParse(json);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`/config.json: ${issues.join('; ')}`);
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
