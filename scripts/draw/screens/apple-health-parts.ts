import { say } from "../format.ts";
import { type IconName, icon } from "../icons.ts";
import type { Phone } from "../screen.ts";
import { box, line, text } from "../svg.ts";

export const FACE = "Inter" as const;
export const ORANGE = "#f0592a";
export const BLUE = "#2f7cf6";

/** The colours of a page in its theme. */
export function coloursOf(phone: Phone) {
  return phone.theme === "light"
    ? {
        ground: "#f2f2f7",
        card: "#ffffff",
        ink: "#000000",
        soft: "#8a8a8e",
        faint: "#d9d9de",
        bar: "#f9f9fb",
        warm: "#f7d9cc",
      }
    : {
        ground: "#000000",
        card: "#1c1c1e",
        ink: "#ffffff",
        soft: "#98989f",
        faint: "#48484c",
        bar: "#17171a",
        warm: "#87401f",
      };
}

/** The three tabs at the foot. */
export function tabs(phone: Phone): string {
  const { style, w, h } = phone;
  const { bar, soft } = coloursOf(phone);
  const top = h - 83;
  const names: [IconName, string][] = [
    ["heart", say(style, "Summary", "Ringkasan")],
    ["people", say(style, "Sharing", "Berbagi")],
    ["tiles", say(style, "Browse", "Telusuri")],
  ];
  const parts = [
    box(0, top, w, 83, 0, { fill: bar }),
    line(0, top, w, top, { stroke: soft, width: 0.5, opacity: 0.5 }),
  ];
  names.forEach(([name, words], index) => {
    const x = w * (0.166 + 0.333 * index);
    const colour = index === 0 ? BLUE : soft;
    parts.push(icon(name, x, top + 20, 25, colour, { solid: true, width: 1 }));
    parts.push(
      text(x, top + 44, words, { size: 10.2, fill: colour, face: FACE, weight: 500, anchor: "middle" }),
    );
  });
  return parts.join("");
}
