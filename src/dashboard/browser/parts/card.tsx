import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

/** A part of a view with its heading, which names it for whoever hears the page. */
export function Card({
  title,
  wide = false,
  children,
}: {
  readonly title: string;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class={wide ? "card wide" : "card"} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
