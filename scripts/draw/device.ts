import { clock } from "./format.ts";
import { type IconName, icon } from "./icons.ts";
import { senderStrip } from "./instead.ts";
import type { Phone } from "./screen.ts";
import { box, circle, n, path, text } from "./svg.ts";

/** Height of the strip above an app's own content. */
function statusHeight(phone: Phone): number {
  return phone.os === "ios" ? 54 : 36;
}

/** Height of the strip below it: the home line, or Android's three buttons. */
export function footerHeight(phone: Phone): number {
  return phone.os === "ios" ? 34 : 42;
}

/** The clock, some icons and the battery, whose charge is one of the numbers that could be taken for another. */
export function statusBar(phone: Phone, ink: string): string {
  return phone.os === "ios" ? iosStatus(phone, ink) : androidStatus(phone, ink);
}

/** Android's buttons or the iPhone's home line, on the given ground. */
export function footer(phone: Phone, ink: string, ground: string): string {
  const top = phone.h - footerHeight(phone);
  if (phone.os === "ios") {
    return box(phone.w / 2 - 67, phone.h - 13, 134, 5, 2.5, { fill: ink });
  }
  const y = phone.h - 21;
  const stroke = { stroke: ink, width: 1.5, opacity: 0.75 };
  const left = phone.w * 0.22;
  const right = phone.w * 0.78;
  const lines = [-5, 0, 5].map((dx) => `M${n(left + dx)} ${n(y - 6)}V${n(y + 6)}`).join("");
  return [
    box(0, top, phone.w, footerHeight(phone), 0, { fill: ground }),
    path(lines, stroke),
    box(phone.w / 2 - 6.5, y - 6.5, 13, 13, 4, stroke),
    path(`M${n(right + 4)} ${n(y - 6.5)}L${n(right - 3)} ${n(y)}L${n(right + 4)} ${n(y + 6.5)}`, stroke),
  ].join("");
}

/**
 * Puts the parts together. `top` cuts that many points away above, as people do; the picture keeps its width.
 */
export function picture(phone: Phone, ground: string, parts: readonly string[], defs = "", top = 0): string {
  const cut =
    top > 0 ? top : phone.cropped && phone.instead.sender === undefined ? statusHeight(phone) - 6 : 0;
  const height = phone.h - cut;
  const rows = Math.round((phone.pixels * height) / phone.w);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${phone.pixels}" height="${rows}" ` +
    `viewBox="0 ${n(cut)} ${n(phone.w)} ${n(height)}"><defs>${defs}</defs>` +
    `<rect x="0" y="0" width="${n(phone.w)}" height="${n(phone.h)}" fill="${ground}"/>${parts.join("")}` +
    `${senderStrip(phone, statusHeight(phone) - 2)}</svg>`
  );
}

function iosStatus(phone: Phone, ink: string): string {
  const { w, day, style, r } = phone;
  const y = 33;
  const right = w - 32;
  const charge = String(day.battery);
  const bars = [0, 1, 2, 3]
    .map((index) => {
      const tall = 4 + index * 2.6;
      return box(right - 78 + index * 5, y - tall, 3.2, tall, 1, {
        fill: ink,
        opacity: index < 3 ? 1 : 0.35,
      });
    })
    .join("");
  const network = r.pick(["LTE", "4G", "5G", ""]);
  const link =
    network === ""
      ? path(`M${n(right - 53)} ${y - 8}A11 11 0 0 1 ${n(right - 37)} ${y - 8}L${n(right - 45)} ${y}Z`, {
          fill: ink,
        })
      : text(right - 45, y, network, { size: 13, fill: ink, face: "Inter", weight: 500, anchor: "middle" });
  return [
    text(w * 0.135, y + 1, clock(day, style), {
      size: 16.5,
      fill: ink,
      face: "Inter",
      weight: 600,
      anchor: "middle",
    }),
    bars,
    link,
    box(right - 26, y - 11.5, 25, 12.5, 4, { fill: ink, opacity: 0.9 }),
    box(right, y - 7, 1.8, 4, 1, { fill: ink, opacity: 0.6 }),
    text(right - 13.5, y - 1.2, charge, {
      size: 10.5,
      fill: ink === "#000000" ? "#ffffff" : "#000000",
      face: "Inter",
      weight: 700,
      anchor: "middle",
    }),
  ].join("");
}

function androidStatus(phone: Phone, ink: string): string {
  const { w, day, style, r } = phone;
  const y = 22;
  const parts = [text(18, y, clock(day, style), { size: 13.5, fill: ink, face: "Roboto", weight: 500 })];
  const icons: IconName[] = ["chat", "bell", "cloud", "star", "flag"];
  const shown = r.int(0, 3);
  for (let index = 0; index < shown; index++) {
    parts.push(icon(r.pick(icons), 66 + index * 17, y - 5, 13, ink, { solid: r.chance(0.5) }));
  }
  let x = w - 18;
  if (r.chance(0.5)) {
    const charge = `${day.battery}%`;
    parts.push(box(x - 7, y - 11, 7, 12, 1.5, { fill: ink, opacity: 0.85 }));
    parts.push(text(x - 11, y, charge, { size: 12, fill: ink, face: "Roboto", anchor: "end" }));
    x -= 46;
  } else {
    parts.push(box(x - 23, y - 11, 23, 13, 6.5, { fill: ink, opacity: 0.75 }));
    const inverse = ink === "#ffffff" ? "#000000" : "#ffffff";
    const style10 = { size: 10, fill: inverse, face: "Roboto", weight: 700, anchor: "middle" } as const;
    parts.push(text(x - 11.5, y - 1, String(day.battery), style10));
    x -= 34;
  }
  parts.push(path(`M${n(x - 12)} ${y}H${n(x)}V${y - 12}Z`, { fill: ink, opacity: 0.9 }));
  if (r.chance(0.5)) {
    parts.push(
      text(x - 16, y, r.pick(["4G", "4G+", "5G", "LTE"]), {
        size: 9.5,
        fill: ink,
        face: "Roboto",
        anchor: "end",
      }),
    );
  } else {
    parts.push(
      path(`M${n(x - 33)} ${y - 9}A13 13 0 0 1 ${n(x - 17)} ${y - 9}L${n(x - 25)} ${y}Z`, { fill: ink }),
    );
  }
  if (r.chance(0.25)) {
    const speed = { size: 7, fill: ink, face: "Roboto", anchor: "middle" } as const;
    parts.push(text(x - 52, y - 6, `${r.int(1, 98)}${style.decimal}${r.int(10, 99)}`, speed));
    parts.push(text(x - 52, y + 1, "KB/s", speed));
  } else {
    parts.push(circle(x - 50, y - 5, 3.5, { stroke: ink, width: 1.4 }));
  }
  return parts.join("");
}
