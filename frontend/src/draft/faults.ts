/** What is wrong with a field: a code while it travels, words in the reader's language on screen. */
import type { Messages } from '../i18n/en.ts';

type FaultKey = keyof Messages['fault'];

const MARK = '#';

/** What a check of this page reports. What the server reports is text already. */
export function faultCode(key: FaultKey, parameter?: number): string {
  return parameter === undefined ? `${MARK}${key}` : `${MARK}${key}:${parameter}`;
}

export function faultText(message: string, t: Messages): string {
  if (!message.startsWith(MARK)) return message;
  const [name, parameter] = message.slice(MARK.length).split(':');
  const entry = Object.entries(t.fault).find(([key]) => key === name);
  if (entry === undefined) return t.fault.invalid;
  const [, text] = entry;
  return typeof text === 'function' ? text(Number(parameter)) : text;
}
