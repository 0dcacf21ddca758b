import type { ComponentChildren } from "preact";

/** A table that can be moved sideways where it is wider than the page, with the keyboard, too. */
export function Table({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled has to be reached with the keyboard
    <div class="scroll" role="group" aria-label={name} tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}
