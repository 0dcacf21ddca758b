import { share } from "../day.ts";
import { footer, footerHeight, picture, statusBar } from "../device.ts";
import { count, decimal, isoDate, month, say, weekday } from "../format.ts";
import { icon } from "../icons.ts";
import { dayWords, spanOf, titleWords } from "../instead.ts";
import { labelFor, type Page, type Phone, type Screen } from "../screen.ts";
import { arc, box, circle, line, polyline, runs, type TextStyle, text, widthOf } from "../svg.ts";

const STEPS: Page = {
  app: "Garmin Connect",
  page: "steps_detail",
  os: ["android", "ios"],
  themes: ["dark", "light"],
  spans: ["day", "week", "month", "year"],
  draw: drawSteps,
};

/** Garmin Connect's page about a day's steps. */
export const GARMIN: readonly Page[] = [STEPS];

function drawSteps(phone: Phone): Screen {
  const { day, style, w } = phone;
  const face = phone.os === "ios" ? ("Inter" as const) : ("Roboto" as const);
  const light = phone.theme === "light";
  const ink = light ? "#111111" : "#ffffff";
  const soft = light ? "#5f6468" : "#a9adb1";
  const ground = light ? "#ffffff" : "#000000";
  const panel = light ? "#e4e6e8" : "#3a3b3d";
  const top = phone.os === "ios" ? 20 : 0;
  const middle: TextStyle = { size: 14, fill: ink, face, anchor: "middle" };
  const parts = [statusBar(phone, ink)];
  if (phone.os === "ios") {
    parts.push(
      icon("back", 20, 78, 21, "#1f86e8", { width: 2.4 }),
      text(w / 2, 84, titleWords(phone, say(style, "Steps", "Langkah")), {
        ...middle,
        size: 16,
        weight: 600,
      }),
    );
    parts.push(
      text(w - 18, 84, say(style, "Help", "Bantuan"), {
        ...middle,
        size: 16,
        fill: "#1f86e8",
        anchor: "end",
      }),
    );
  } else {
    parts.push(
      icon("arrowLeft", 24, 58, 21, ink),
      text(44, 64, titleWords(phone, say(style, "Steps", "Langkah")), {
        ...middle,
        size: 16.5,
        weight: 500,
        anchor: "start",
      }),
    );
    parts.push(icon("more", w - 27, 58, 20, ink));
  }
  const spans = say(style, "1d 7d 4w 1y", "1h 7h 4m 1t").split(" ");
  const selected = spanOf(phone, 0, spans.length);
  parts.push(box(14, 84 + top, w - 28, 43, 3, { fill: panel }));
  spans.forEach((words, index) => {
    const x = 14 + ((w - 28) / 4) * (index + 0.5);
    parts.push(
      text(x, 110 + top, words, {
        ...middle,
        size: 13.5,
        fill: index === selected ? ink : soft,
        weight: index === selected ? 600 : 400,
      }),
    );
  });
  const number = day.date.getUTCDate();
  const dateWords = dayWords(
    phone,
    style.monthFirst
      ? `${weekday(day.date, style)}, ${month(day.date, style)} ${number}`
      : `${weekday(day.date, style)} ${number} ${month(day.date, style)}`,
  );
  parts.push(text(w / 2, 155 + top, dateWords, { ...middle, weight: 600 }));
  for (const [x, name] of [
    [36, "back"],
    [w - 36, "next"],
  ] as const) {
    parts.push(circle(x, 150 + top, 9.5, { fill: panel }), icon(name, x, 150 + top, 13, ink, { width: 2.6 }));
  }

  const done = day.steps / day.goal;
  const colour = done >= 1 ? "#5ccb72" : "#1f7fdc";
  const c = w / 2;
  parts.push(circle(c, 248 + top, 70, { stroke: panel, width: 6.5 }));
  parts.push(
    arc(c, 248 + top, 70, 0, Math.max(3, share(day.steps, day.goal) * 360), {
      stroke: colour,
      width: 6.5,
      cap: "butt",
    }),
  );
  parts.push(text(c, 243 + top, count(day.steps, style), { ...middle, size: 31 }));
  parts.push(text(c, 266 + top, count(day.goal, style), { ...middle, size: 17.5, fill: soft }));
  if (done >= 1) parts.push(icon("check", c, 279 + top, 15, colour, { width: 3 }));
  const percent = `${count(Math.floor(done * 100), style)}% ${say(style, "of Goal", "dari Target")}`;
  parts.push(text(c, 349 + top, percent, { ...middle, size: 11.5, fill: soft }));
  if (done >= 1) {
    const times = done >= 2 ? `${Math.floor(done)}x ` : "";
    const words = `${times}${say(style, "Daily Goal!", "Target Harian!")}`;
    const half = widthOf(words, 12.5) / 2 + 24;
    parts.push(box(c - half, 373 + top, half * 2, 31, 15.5, { fill: light ? "#c9cccf" : "#636567" }));
    parts.push(icon("shoe", c - half + 18, 388 + top, 15, ink));
    parts.push(text(c + 10, 393 + top, words, { ...middle, size: 12.5, weight: 500 }));
  }
  const value: TextStyle = { size: 22, fill: ink, face };
  const name: TextStyle = { size: 11, fill: soft, face };
  const right = c + 8;
  parts.push(
    line(14, 434 + top, c - 8, 434 + top, { stroke: panel, width: 1 }),
    line(right, 434 + top, w - 14, 434 + top, { stroke: panel, width: 1 }),
    runs(14, 459 + top, [{ t: decimal(day.km, 1, style) }, { t: " km", size: 15 }], value),
    text(14, 475 + top, say(style, "Distance", "Jarak"), name),
    text(right, 459 + top, count(day.totalKcal, style), value),
    text(right, 475 + top, say(style, "Calories", "Kalori"), name),
    text(14, 519 + top, say(style, "Daily Timeline", "Linimasa Harian"), { ...value, size: 15, weight: 500 }),
    timeline(phone, top, ink, soft, panel, face),
    footer(phone, ink, light ? "#f4f4f4" : "#16181a"),
  );
  return {
    svg: picture(phone, ground, parts),
    label: labelFor(STEPS, phone, {
      goal: day.goal,
      date_text: dateWords,
      date: isoDate(day.date, false),
      distance_text: `${decimal(day.km, 1, style)} km`,
      distance_km: Number(day.km.toFixed(1)),
      calories_text: `${count(day.totalKcal, style)} ${say(style, "Calories", "Kalori")}`,
      note: "the goal stands under the steps without a name; the scale of the chart is in thousands of steps",
    }),
  };
}

/** How the steps grew over the day, with the goal as a dashed line. */
function timeline(
  phone: Phone,
  top: number,
  ink: string,
  soft: string,
  panel: string,
  face: "Inter" | "Roboto",
): string {
  const { day, style, w } = phone;
  const left = 46;
  const right = w - 18;
  const high = 560 + top;
  const base = Math.min(702 + top, phone.h - footerHeight(phone) - 52);
  const scale = Math.max(day.steps, day.goal) * 1.02;
  const yAt = (value: number) => base - ((base - high) * value) / scale;
  const small: TextStyle = { size: 10.5, fill: soft, face };
  const parts: string[] = [];
  for (let quarter = 0; quarter <= 4; quarter++) {
    const value = (scale / 4) * quarter;
    const words = quarter === 0 ? "0" : `${decimal(value / 1000, 1, style)}k`;
    parts.push(line(left, yAt(value), right, yAt(value), { stroke: panel, width: 1 }));
    parts.push(text(left - 6, yAt(value) + 4, words, { ...small, anchor: "end" }));
  }
  parts.push(line(left, yAt(day.goal), right, yAt(day.goal), { stroke: ink, width: 1.6, dash: "4 3" }));
  const total = day.hours.reduce((sum, hour) => sum + hour, 0);
  const points: [number, number][] = [[left, base]];
  let sum = 0;
  const last = day.today ? day.clock.hour : 23;
  day.hours.slice(0, last + 1).forEach((hour, index) => {
    sum += hour;
    points.push([
      left + ((right - left) * (index + 1)) / 24,
      yAt(total === 0 ? 0 : (sum / total) * day.steps),
    ]);
  });
  parts.push(polyline(points, { stroke: ink, width: 1.8 }));
  for (let hour = 0; hour <= 24; hour += 4) {
    const x = left + ((right - left) * hour) / 24;
    parts.push(text(x, base + 26, String(hour % 24).padStart(2, "0"), { ...small, anchor: "middle" }));
    parts.push(circle(x, base + 10, 1.6, { fill: soft }));
  }
  parts.push(line(w / 2 - 24, base + 41, w / 2 - 8, base + 41, { stroke: ink, width: 1.6, dash: "4 2" }));
  parts.push(text(w / 2 - 3, base + 45, say(style, "Goal", "Target"), { ...small, fill: ink }));
  return parts.join("");
}
