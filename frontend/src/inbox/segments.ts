/**
 * How long a text message is (3GPP TS 23.038): in the GSM alphabet one message takes 160 characters,
 * or 153 of each part of a longer one; with any other character 70, or 67.
 */

const GSM =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡' +
  'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Each of these takes two. */
const GSM_EXTENSION = '\f^{}\\[~]|€';

export function measureText(body: string): { characters: number; segments: number } {
  const letters = [...body];
  const isGsm = letters.every((letter) => (GSM + GSM_EXTENSION).includes(letter));
  // Outside of the alphabet, characters are counted in units of UTF-16.
  const units = isGsm
    ? letters.reduce((sum, letter) => sum + (GSM_EXTENSION.includes(letter) ? 2 : 1), 0)
    : body.length;
  const [alone, part] = isGsm ? [160, 153] : [70, 67];
  return {
    characters: letters.length,
    segments: units <= alone ? 1 : Math.ceil(units / part),
  };
}
