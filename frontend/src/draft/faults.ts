/** What is wrong with a field: a code while it travels, words in the reader's language on screen. */
import type { Messages } from '../i18n/en.ts';

type FaultKey = keyof Messages['fault'];

const MARK = '#';

/** What a check of this page reports. What the server reports is a sentence of its own. */
export function faultCode(key: FaultKey, parameter?: number): string {
  return parameter === undefined ? `${MARK}${key}` : `${MARK}${key}:${parameter}`;
}

/** The words for what this page reports; undefined for what the server does. */
export function faultWords(message: string, t: Messages): string | undefined {
  if (!message.startsWith(MARK)) return undefined;
  const [name, parameter] = message.slice(MARK.length).split(':');
  const entry = Object.entries(t.fault).find(([key]) => key === name);
  if (entry === undefined) return t.fault.invalid;
  const [, text] = entry;
  return typeof text === 'function' ? text(Number(parameter)) : text;
}
