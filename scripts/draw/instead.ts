import type { Phone } from "./screen.ts";
import { box, circle, text } from "./svg.ts";

/** The page's heading. */
export function titleWords({ instead }: Phone, own: string): string {
  return instead.title ?? own;
}

/** The words that say which day it is. */
export function dayWords({ instead }: Phone, own: string): string {
  return instead.day ?? own;
}

/** Which span is selected, of a page that has as many as `all`, the last of them the longest. */
export function spanOf({ instead }: Phone, own: number, all: number): number {
  return instead.span === undefined ? own : Math.min(instead.span, all - 1);
}

/** The strip with somebody's name over the status bar, `height` high; nothing where no name is asked for. */
export function senderStrip({ instead, w, theme }: Phone, height: number): string {
  if (instead.sender === undefined) return "";
  const [ground, ink] = theme === "light" ? ["#ffffff", "#16181c"] : ["#101214", "#f2f3f5"];
  return [
    box(0, 0, w, height, 0, { fill: ground }),
    circle(26, height / 2, height * 0.32, { fill: "#7f9bb8" }),
    text(26 + height * 0.5, height / 2 + 5.5, instead.sender, {
      size: 15.5,
      fill: ink,
      face: "Roboto",
      weight: 500,
    }),
  ].join("");
}
