/** Walks a page by keyboard, as somebody without a mouse does. */
import type { Locator, Page } from 'playwright-core';

/** No page has so many things to stop at. */
const MOST_STOPS = 120;
/** A document has stops of its own, which the page can't see; somewhere it has to let go. */
const MOST_STOPS_IN_A_FRAME = 40;

interface Stop {
  readonly name: string;
  readonly isFrame: boolean;
  readonly fault: string | undefined;
}

/**
 * Presses Tab until `target` has the focus. Throws if it can't be reached, and at the first stop that
 * nobody can see.
 */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  const passed: string[] = [];
  let inFrame = 0;
  while (passed.length < MOST_STOPS) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(focused);
    if (stop.fault !== undefined) throw new Error(`${stop.name}: ${stop.fault}`);
    inFrame = stop.isFrame ? inFrame + 1 : 0;
    if (inFrame > MOST_STOPS_IN_A_FRAME) throw new Error(`${stop.name}: keeps the focus`);
    if (!stop.isFrame) passed.push(stop.name);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`no way to ${target} by keyboard, only to ${passed.slice(-20).join(' | ')}`);
}

/** Runs in the page. */
function focused(): Stop {
  const element = document.activeElement;
  // After the last stop comes the browser itself, and then the page again.
  if (element === null || element === document.body) {
    return { name: 'the browser', isFrame: false, fault: undefined };
  }
  const label = element.getAttribute('aria-label') ?? element.getAttribute('name') ?? '';
  const name = `${element.tagName.toLowerCase()} ${label || element.textContent?.slice(0, 30)}`;
  if (element.tagName === 'IFRAME') return { name, isFrame: true, fault: undefined };
  // What is drawn on a label around a field that can't be seen itself counts as well.
  const drawn = [element, element.closest('label')].filter((part) => part !== null);
  const isSeen = drawn.some((part) => {
    const { width, height } = part.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    const isOutlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
    return width > 4 && height > 4 && isOutlined;
  });
  return { name, isFrame: false, fault: isSeen ? undefined : 'has the focus, and nobody can see it' };
}
