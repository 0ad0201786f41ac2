interface ViteTypeOptions {
  strictImportMetaEnv: unknown;
}

interface ImportMetaEnv {
  /** Base URL of the order API, without `/orders`. Read at build time. */
  readonly VITE_API_URL?: string;
}
