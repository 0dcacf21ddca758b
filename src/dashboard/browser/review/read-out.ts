import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Whoever is there goes on with what he does. */
const busy = "input, select, textarea, dialog, .keys dl *";

/** Moves the focus to what is shown, once, so that it is read out, and so that the focus is not lost with what went. */
export function useReadOut<Kind extends HTMLElement>(): RefObject<Kind | null> {
  const shown = useRef<Kind>(null);
  useLayoutEffect(() => {
    if (document.activeElement?.matches(busy)) return;
    // The picture is what is to be seen.
    shown.current?.focus({ preventScroll: true });
  }, []);
  return shown;
}
