import { footer, footerHeight, picture, statusBar } from "../device.ts";
import { type IconName, icon } from "../icons.ts";
import type { Phone } from "../screen.ts";
import { box, circle, line, type TextStyle, text, widthOf } from "../svg.ts";
import type { Wording } from "./scope-screen.ts";
import type { Skin, Words } from "./skins.ts";

/** What a page is drawn with. */
export interface Canvas {
  readonly phone: Phone;
  readonly skin: Skin;
  readonly wording: Wording;
}

/** What stands above a page's content. */
export interface Top {
  readonly title: string;
  /** Which of the app's spans is selected; a page without this shows none. */
  readonly span?: number;
  /** The line under them, mostly a date. */
  readonly when?: string;
}

const ICONS: readonly IconName[] = ["clock", "people", "chart", "tiles", "person"];

/** The colours of an app's pages in the phone's theme. */
export function coloursOf({ phone, skin }: Canvas) {
  const dark = phone.theme === "dark";
  const ground = dark ? "#000000" : skin.cards ? "#f2f3f5" : "#ffffff";
  return {
    ground,
    card: dark ? (skin.cards ? "#1b1c1f" : ground) : "#ffffff",
    ink: dark ? "#f4f5f7" : "#131519",
    soft: dark ? "#9a9ca3" : "#73767d",
    faint: dark ? "#3a3c41" : "#dcdee3",
    accent: skin.accent,
  };
}

/** The words of the phone's language. */
export function inLanguage({ phone }: Canvas, [english, indonesian]: Words): string {
  return phone.style.locale === "en" ? english : indonesian;
}

/** The style of a line of text on the page. */
export function type(canvas: Canvas, size: number, more: Partial<TextStyle> = {}): TextStyle {
  return { size, fill: coloursOf(canvas).ink, face: canvas.skin.face, ...more };
}

/** A whole page: head, spans, date, what `body` draws from where these end, and the tabs at the foot. */
export function pageOf(canvas: Canvas, top: Top, body: (y: number) => string): string {
  const { phone } = canvas;
  const { ground, ink } = coloursOf(canvas);
  const [head, below] = headOf(canvas, top.title);
  const [spans, afterSpans] = spansOf(canvas, top.span, below);
  const [when, y] = whenOf(canvas, top.when, afterSpans);
  const light = canvas.skin.head === "bar";
  return picture(phone, ground, [
    head,
    statusBar(phone, light ? "#ffffff" : ink),
    spans,
    when,
    body(y),
    tabsOf(canvas),
    footer(phone, ink, ground),
  ]);
}

function headOf(canvas: Canvas, title: string): [string, number] {
  const { phone, skin } = canvas;
  const { ink, accent } = coloursOf(canvas);
  const y = phone.os === "ios" ? 84 : 66;
  const back = phone.r.chance(0.7);
  const size = widthOf(title, 18) > phone.w - 130 ? 14 : 18;
  if (skin.head === "centred") {
    const heading = text(phone.w / 2, y, title, type(canvas, size, { weight: 600, anchor: "middle" }));
    return [heading + (back ? icon("back", 22, y - 6, 21, accent, { width: 2.2 }) : ""), y + 18];
  }
  if (skin.head === "large") {
    const large = widthOf(title, 30) > phone.w - 40 ? 20 : 30;
    return [text(20, y + 34, title, type(canvas, large, { weight: 700 })), y + 52];
  }
  if (skin.head === "bar") {
    return [
      box(0, 0, phone.w, y + 18, 0, { fill: accent }) +
        icon("arrowLeft", 26, y - 6, 20, "#ffffff") +
        text(52, y, title, type(canvas, size, { fill: "#ffffff", weight: 500 })),
      y + 22,
    ];
  }
  const x = back ? 54 : 22;
  return [
    (back ? icon("arrowLeft", 28, y - 6, 20, ink) : "") +
      text(x, y, title, type(canvas, size + 1, { weight: 600 })),
    y + 18,
  ];
}

function spansOf(canvas: Canvas, span: number | undefined, y: number): [string, number] {
  const { phone, skin } = canvas;
  if (skin.spans === undefined || span === undefined) return ["", y];
  const { accent, faint, soft, ink, card } = coloursOf(canvas);
  const words = inLanguage(canvas, skin.spans).split(",");
  const selected = Math.min(span, words.length - 1);
  const wide = (phone.w - 32) / words.length;
  const boxed = phone.r.chance(0.6);
  const parts = boxed ? [box(16, y + 4, phone.w - 32, 32, 8, { fill: faint })] : [];
  words.forEach((word, index) => {
    const x = 16 + wide * (index + 0.5);
    const chosen = index === selected;
    if (chosen && boxed) parts.push(box(x - wide / 2 + 2, y + 6, wide - 4, 28, 7, { fill: card }));
    if (chosen && !boxed) parts.push(box(x - 18, y + 32, 36, 2.5, 1, { fill: accent }));
    const fill = chosen ? (boxed ? ink : accent) : soft;
    parts.push(
      text(x, y + 25, word, type(canvas, 13, { fill, weight: chosen ? 600 : 400, anchor: "middle" })),
    );
  });
  return [parts.join(""), y + 44];
}

function whenOf(canvas: Canvas, when: string | undefined, y: number): [string, number] {
  if (when === undefined || when === "") return ["", y + 8];
  const { phone } = canvas;
  const { soft, ink } = coloursOf(canvas);
  if (phone.r.chance(0.35)) return [text(20, y + 26, when, type(canvas, 14, { fill: soft })), y + 40];
  const arrows = phone.r.chance(0.7)
    ? icon("back", 30, y + 21, 16, soft) + icon("next", phone.w - 30, y + 21, 16, soft)
    : "";
  const line = text(
    phone.w / 2,
    y + 26,
    when,
    type(canvas, 14.5, { fill: ink, weight: 500, anchor: "middle" }),
  );
  return [line + arrows, y + 40];
}

function tabsOf(canvas: Canvas): string {
  const { phone, skin } = canvas;
  const { ground, soft, faint, accent } = coloursOf(canvas);
  const words = inLanguage(canvas, skin.tabs).split(",");
  const top = phone.h - footerHeight(phone) - 54;
  const chosen = phone.r.int(0, words.length - 1);
  return [
    box(0, top, phone.w, phone.h - top, 0, { fill: ground }),
    line(0, top, phone.w, top, { stroke: faint, width: 0.8 }),
    ...words.flatMap((word, index) => {
      const x = (phone.w / words.length) * (index + 0.5);
      const fill = index === chosen ? accent : soft;
      return [
        icon(ICONS[index % ICONS.length] ?? "tiles", x, top + 18, 21, fill),
        text(x, top + 44, word, type(canvas, 10.5, { fill, weight: 500, anchor: "middle" })),
      ];
    }),
  ].join("");
}

/** A disc with the first letter of a name, as apps draw people without a picture. */
export function avatar(canvas: Canvas, x: number, y: number, radius: number, name: string): string {
  const fill = canvas.phone.r.pick(["#7f9bb8", "#c98f6b", "#8db87f", "#b487b8"]);
  const letter = type(canvas, radius, { fill: "#ffffff", weight: 600, anchor: "middle" });
  return (
    circle(x, y, radius, { fill }) + text(x, y + radius * 0.36, name.replace("@", "").slice(0, 1), letter)
  );
}
