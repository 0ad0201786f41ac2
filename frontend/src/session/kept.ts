/** What is typed on a page, kept by this browser until it is used: a reload loses nothing. */
import { useState } from 'react';
import { z } from 'zod/mini';
import { useSession } from './session.ts';

export interface Kept<T> {
  readonly value: T;
  readonly wasRestored: boolean;
  readonly change: (value: T) => void;
  readonly forget: () => void;
}

/** `name` says what it belongs to; it is kept for each person. */
export function useKept<T>(name: string, schema: z.ZodMiniType<T>, initial: T): Kept<T> {
  const { subject } = useSession().claims;
  const key = keptKey(subject, name);
  const [{ value, wasRestored }, setState] = useState(() => {
    const restored = restore(key, schema);
    return { value: restored ?? initial, wasRestored: restored !== undefined };
  });
  return {
    value,
    wasRestored,
    change(value) {
      keep(key, value);
      setState((state) => ({ ...state, value }));
    },
    forget() {
      forget(key);
      setState({ value: initial, wasRestored: false });
    },
  };
}

export function keptKey(subject: string, name: string): string {
  return `kept:${subject}:${name}`;
}

/** Where the browser keeps nothing, it lives as long as its page. */
export function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden.
  }
}

export function forget(key: string): void {
  localStorage.removeItem(key);
}

export function restore<T>(key: string, schema: z.ZodMiniType<T>): T | undefined {
  try {
    // What an older console has written is not worth a crash.
    return schema.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null')).data;
  } catch {
    return undefined;
  }
}
