import { n } from "./svg.ts";

/** Our own icons on a grid of 24 × 24: paths to be stroked, and dots to be filled. */
const ICONS = {
  back: { d: "M15 5L8 12L15 19" },
  next: { d: "M9 5L16 12L9 19" },
  down: { d: "M6 9L12 16L18 9Z", solid: true },
  arrowLeft: { d: "M21 12H4M11 5L4 12L11 19" },
  arrowRight: { d: "M4 12H20M13 5L20 12L13 19" },
  close: { d: "M6 6L18 18M18 6L6 18" },
  plus: { d: "M12 4V20M4 12H20" },
  minus: { d: "M7 12H17" },
  check: { d: "M5 12L10 17L19 7" },
  more: {
    d: "",
    dots: [
      [12, 5, 1.7],
      [12, 12, 1.7],
      [12, 19, 1.7],
    ],
  },
  four: {
    d: "",
    dots: [
      [6.5, 6.5, 1.6],
      [17.5, 6.5, 1.6],
      [6.5, 17.5, 1.6],
      [17.5, 17.5, 1.6],
    ],
  },
  share: {
    d: "M17 6L7 12L17 18",
    dots: [
      [17, 6, 2.6],
      [7, 12, 2.6],
      [17, 18, 2.6],
    ],
  },
  route: {
    d: "M6 18C10 18 9 7 14 7M6 18H18",
    dots: [
      [15, 6, 2.4],
      [5, 18, 2.4],
      [19, 18, 2.4],
    ],
  },
  upload: { d: "M12 15V3M8 7L12 3L16 7M7 10H5V21H19V10H17" },
  calendar: { d: "M4 6H20V20H4ZM4 10H20M8 3V6M16 3V6" },
  chart: { d: "M5 20V14M10 20V10M15 20V6M20 20V3" },
  person: { d: "M5 20C5 15 19 15 19 20Z", dots: [[12, 8, 3.6]] },
  people: {
    d: "M3 19C3 14 13 14 13 19ZM12 19C13 14 21 14 21 19Z",
    dots: [
      [8, 9, 3],
      [16, 9, 3],
    ],
  },
  home: { d: "M4 11L12 4L20 11V20H4Z" },
  clipboard: { d: "M5 5H19V21H5ZM9 5V3H15V5M8 10H16M8 13.5H16M8 17H13" },
  list: {
    d: "M9 6H20M9 12H20M9 18H20",
    dots: [
      [4.5, 6, 1.2],
      [4.5, 12, 1.2],
      [4.5, 18, 1.2],
    ],
  },
  tiles: { d: "M4 4H10V10H4ZM14 4H20V10H14ZM4 14H10V20H4ZM14 14H20V20H14Z" },
  flame: {
    d: "M12 3C13 7 18 9 18 14.5A6 6 0 0 1 6 14.5C6 11.5 8 10.5 8.5 8.5C10 9.5 10.5 10.5 10.5 11.5C12 9.5 12.5 6 12 3Z",
  },
  heart: { d: "M12 20C6 15.5 3 12.5 3 8.8A4.6 4.6 0 0 1 12 7A4.6 4.6 0 0 1 21 8.8C21 12.5 18 15.5 12 20Z" },
  shoe: {
    d: "M5 3C7 6 10 6 11 4C13 8 16 11 20 14C22 16 20 19 17 19C12 19 5 13 4 9C3.5 7 4 5 5 3ZM4.5 12C7 16 12 19.5 16 21",
  },
  clock: { d: "M12 3A9 9 0 1 1 11.99 3ZM12 7V12L15.5 14" },
  pin: { d: "M12 21C8 16 6 13 6 9.5A6 6 0 0 1 18 9.5C18 13 16 16 12 21Z", dots: [[12, 9.5, 1.8]] },
  moon: { d: "M19 14.5A8 8 0 1 1 9.5 5A6.5 6.5 0 0 0 19 14.5Z" },
  walk: { d: "M12.5 9L11 15L14 21M11 15L8 21M12.5 9L9 12M12.5 9L16.5 13", dots: [[13, 4.5, 2.1]] },
  run: {
    d: "M13 9L10.5 14L14.5 17L14 21.5M10.5 14L8.5 18L4.5 18M13 9L8.5 10L7 13M13 9L15.5 12.5H19",
    dots: [[15, 4.5, 2.1]],
  },
  climb: { d: "M11 8L10 13L13 15V19M10 13L7 18M11 8L15 11M4 22H9V20H14V18H19V15", dots: [[12, 4, 2]] },
  bike: { d: "M6 13A4 4 0 1 1 5.99 13ZM18 13A4 4 0 1 1 17.99 13ZM6 17L10 10H16L18 17M10 10L13 17L16 10" },
  flag: { d: "M6 21V4H19L16 8.5L19 13H6" },
  watch: { d: "M7 7H17V17H7ZM9 7L10 3H14L15 7M9 17L10 21H14L15 17" },
  globe: { d: "M12 3A9 9 0 1 1 11.99 3ZM3 12H21M12 3C8 8 8 16 12 21C16 16 16 8 12 3" },
  chat: { d: "M4 4H20V16H8L4 20Z" },
  pencil: { d: "M4 20L5 16L16 5L19 8L8 19Z" },
  edit: { d: "M12 5H4V20H19V12M9 15L19 5" },
  info: { d: "M12 3A9 9 0 1 1 11.99 3ZM12 11V17", dots: [[12, 7.6, 1.2]] },
  phone: { d: "M7 3H17V21H7ZM11 18H13" },
  star: { d: "M12 3L14.7 9L21 9.7L16.2 14L17.6 20.5L12 17L6.4 20.5L7.8 14L3 9.7L9.3 9Z" },
  play: { d: "M4 6H20V20H4ZM8 3V6M16 3V6M10 10L15 13L10 16Z" },
  sun: { d: "M3 16H21M7 20H17M7 16A5 5 0 0 1 17 16M12 4V7M5 8L7 10M19 8L17 10" },
  zone: { d: "M4 14L12 8L20 8V16L14 12L8 18M4 14V18H8" },
  cup: { d: "M5 4H19L17 20H7ZM6 9H18" },
  diamond: { d: "M6 5H18L22 10L12 20L2 10ZM8 10L12 14L16 10" },
  bell: { d: "M6 17V11A6 6 0 0 1 18 11V17ZM10 20H14" },
  cloud: { d: "M7 18A4 4 0 0 1 7 10A5.5 5.5 0 0 1 17 9A4.5 4.5 0 0 1 17 18Z" },
} as const satisfies Record<string, Icon>;

interface Icon {
  d: string;
  solid?: boolean;
  dots?: readonly (readonly [number, number, number])[];
}

/** The names of the icons. */
export type IconName = keyof typeof ICONS;

/** An icon centred on a point. `solid` fills its outline. */
export function icon(
  name: IconName,
  x: number,
  y: number,
  size: number,
  colour: string,
  options: { width?: number; solid?: boolean } = {},
): string {
  const shape: Icon = ICONS[name];
  const scale = size / 24;
  const fill = (options.solid ?? shape.solid) ? colour : "none";
  const dots = (shape.dots ?? [])
    .map(([cx, cy, radius]) => `<circle cx="${cx}" cy="${cy}" r="${radius}" fill="${colour}" stroke="none"/>`)
    .join("");
  const outline = shape.d === "" ? "" : `<path d="${shape.d}"/>`;
  return (
    `<g transform="translate(${n(x - size / 2)} ${n(y - size / 2)}) scale(${Math.round(scale * 1e4) / 1e4})" ` +
    `fill="${fill}" stroke="${colour}" stroke-width="${n(options.width ?? 2)}" stroke-linecap="round" ` +
    `stroke-linejoin="round">${outline}${dots}</g>`
  );
}
