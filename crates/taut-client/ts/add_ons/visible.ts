/** `@visible`: listeners hear that their element comes near the viewport; what the user sees stays in place while rows come before it. */
import type { Client } from "../add_ons";
import { VISIBLE } from "../facts";
import type { Feature } from "../hooks";
import { call, contains, isConnected, of, set } from "../page/dom";

/** How far from the viewport an element counts as visible: one viewport. */
const MARGIN = "100%";

/** At how many heights of a scroller an element is looked for that stays in place. */
const HEIGHTS = 12;

/** An element with a listener, which scrolls with its scroller. */
interface Watched {
  _scroller: any;
  /** Whether it is near the viewport. */
  _isNear?: boolean;
  /** Where it was before a patch, and how long the content of its scroller was. */
  _before?: string;
}

const topOf = (element: any): number => (call(element, "getBoundingClientRect") as DOMRect).top;

/** The nearest element around that scrolls. What scrolls only sideways has the same style, but is as high as its content. */
const scrollerOf = (element: any): any => {
  const page = document.scrollingElement!;
  for (let around = of(element, "parentElement"); around && around != page; around = of(around, "parentElement")) {
    const isLonger = of(around, "scrollHeight") > of(around, "clientHeight");
    if (isLonger && around != document.body && /auto|scroll/.test(getComputedStyle(around).overflowY)) return around;
  }
  return page;
};

/** Whether an element is in a scroller and moves with it, as a heading that sticks to its top does not. */
const movesWith = (scroller: any, element: any): boolean => {
  let at = element;
  while (at && at != scroller && !/sticky|fixed/.test(getComputedStyle(at).position)) at = of(at, "parentElement");
  return at == scroller;
};

/** Elements that the user sees in a scroller, with their places. One that contains others does not move with them. */
const anchorsIn = (scroller: any): [element: any, top: number][] => {
  const { left, right, ...box } = call(scroller, "getBoundingClientRect").toJSON() as DOMRect;
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const seen = new Set<any>();
  for (let at = 0.5; at < HEIGHTS; at++) seen.add(document.elementFromPoint((left + right) / 2, top + ((bottom - top) * at) / HEIGHTS));
  const all = [...seen].filter((one) => movesWith(scroller, one));
  return all.filter((one) => !all.some((other) => other != one && contains(one, other))).map((one) => [one, topOf(one)]);
};

/** Whether the browser keeps what the user sees in place by itself. At the start of a scroller no browser does. */
const keepsPlace = (scroller: any): boolean => CSS.supports("overflow-anchor", "auto") && of(scroller, "scrollTop") > 0;

export default ({ _asOthers, _each, _page }: Client): Feature => {
  const known = new Map<any, Watched>();
  const observers = new Map<any, IntersectionObserver>();
  let anchors: [scroller: any, anchors: [element: any, top: number][]][] = [];

  const observerOf = (scroller: any): IntersectionObserver => {
    const root = scroller == document.scrollingElement ? null : scroller;
    const observer = observers.get(scroller) ?? new IntersectionObserver(hear, { root, rootMargin: MARGIN });
    observers.set(scroller, observer);
    return observer;
  };

  const hear = (entries: IntersectionObserverEntry[]): void => {
    for (const { target, isIntersecting } of entries) {
      const watched = known.get(target);
      if (watched) watched._isNear = isIntersecting;
      if (watched && isIntersecting) call(target, "dispatchEvent", new Event(VISIBLE));
    }
  };

  /** Watches an element from now on. It must not be what the browser keeps in place. */
  const watch = (element: any): void => {
    const scroller = scrollerOf(element);
    known.set(element, { _scroller: scroller });
    _asOthers(() => set(of(element, "style"), "overflowAnchor", "none"));
    observerOf(scroller).observe(element);
  };

  /** Follows which elements have such a listener. */
  const look = (): void => {
    if (!_page._isWhole) return;
    const found = new Set<any>();
    _each(_page._root, VISIBLE, (instance, hole) => found.add(instance._at[hole]));
    for (const [element, { _scroller }] of known) {
      if (found.has(element) && isConnected(element) && _scroller == scrollerOf(element)) continue;
      observerOf(_scroller).unobserve(element);
      known.delete(element);
    }
    for (const element of found) if (!known.has(element)) watch(element);
    const used = new Set([...known.values()].map(({ _scroller }) => _scroller));
    for (const scroller of observers.keys()) if (!used.has(scroller)) observers.delete(scroller);
  };

  const placeOf = (element: any, { _scroller }: Watched): string => `${topOf(element)} ${of(_scroller, "scrollHeight")}`;

  /** Notes what the user sees. */
  const note = (): void => {
    for (const [element, watched] of known) watched._before = watched._isNear ? placeOf(element, watched) : undefined;
    const scrollers = new Set([...known.values()].map(({ _scroller }) => _scroller));
    anchors = [...scrollers].filter((scroller) => !keepsPlace(scroller)).map((scroller) => [scroller, anchorsIn(scroller)]);
  };

  /** Puts what the user has seen back into its place. */
  const restore = (): void => {
    for (const [scroller, all] of anchors.splice(0)) {
      const anchor = all.find(([element]) => isConnected(element) && !known.has(element));
      const moved = anchor ? topOf(anchor[0]) - anchor[1] : 0;
      if (moved) call(scroller, "scrollTo", { top: of(scroller, "scrollTop") + moved, behavior: "instant" });
    }
  };

  /** An element that is still near after rows have come is told so again: they were not enough. */
  const finish = (): void => {
    restore();
    look();
    for (const [element, watched] of known) {
      if (watched._before == null || watched._before == placeOf(element, watched)) continue;
      watched._before = undefined;
      const observer = observerOf(watched._scroller);
      observer.unobserve(element);
      observer.observe(element);
    }
  };

  return { _start: look, _entered: look, _patch: note, _finish: finish };
};
