// What of a page does not fit into the window: measured, as no markup tells it.

import type { Page } from '@playwright/test';

/** Where the page is wider than the window, a list or a menu scrolls by itself, or text is cut or leaves its place. */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** What may stand in the margin of the page on purpose: the bar that counts answers. */
    const BLEED = 10;
    const found = new Set<string>();
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.add(`the page is ${root.scrollWidth} px wide`);
    const named = (element: Element) => {
      const { tagName, className } = element;
      return `<${tagName.toLowerCase()} class="${element instanceof SVGElement ? '' : className}">${element.textContent?.trim().slice(0, 60)}`;
    };
    const isBeside = ({ right, bottom }: DOMRect) => right <= 0 || bottom <= 0;
    const doesScroll = (element: Element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
    const isWithinScrolling = ({ parentElement }: Element): boolean =>
      parentElement !== null && (doesScroll(parentElement) || isWithinScrolling(parentElement));
    // What only screen readers meet.
    const isUnseen = (element: Element): boolean =>
      getComputedStyle(element).clipPath.startsWith('inset(50%') || (element.parentElement !== null && isUnseen(element.parentElement));
    for (const element of document.body.querySelectorAll('*')) {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.matches('input, select, textarea, iframe')) continue;
      const box = element.getBoundingClientRect();
      // Beside the window stands what only screen readers and the keyboard meet.
      if (isBeside(box) || isUnseen(element)) continue;
      if (element instanceof SVGTextElement) {
        const around = element.ownerSVGElement?.getBoundingClientRect();
        if (around && (box.left < around.left - 1 || box.right > around.right + 1)) found.add(`cut: ${named(element)}`);
        continue;
      }
      if (element instanceof SVGElement || element.clientWidth === 0) continue;
      const { overflowY } = getComputedStyle(element);
      const scrolls = doesScroll(element);
      const wide = element.scrollWidth > element.clientWidth + BLEED;
      if (wide && !scrolls && !isWithinScrolling(element)) found.add(`${element.scrollWidth} in ${element.clientWidth} px: ${named(element)}`);
      const hides = overflowY === 'hidden' || overflowY === 'clip';
      if (hides && element.scrollHeight > element.clientHeight + 1) found.add(`cut below: ${named(element)}`);
      // A list stands in cards, and a menu takes as many lines as it needs; only a matrix scrolls by itself.
      if (wide && scrolls && element.querySelector('.list')) found.add(`a list scrolls: ${named(element)}`);
      if (scrolls && element.scrollWidth > element.clientWidth && element.matches('nav')) found.add(`a menu scrolls: ${named(element)}`);
    }
    return [...found];
  });
}
