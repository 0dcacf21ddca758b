import { decimal, say } from "./format.ts";
import { icon } from "./icons.ts";
import { bold, INK, plain, type Sheet, SOFT, sheet } from "./negative-parts.ts";
import { arc, bars, circle, line, polyline, text } from "./svg.ts";

/** A walk with distance, time and pace, but without steps. */
export function workout({ r, style }: Sheet): string {
  const rows: [string, string][] = [
    [say(style, "Workout time", "Waktu latihan"), `0:${r.int(22, 58)}:${r.int(10, 59)}`],
    [say(style, "Distance", "Jarak"), `${decimal(r.between(2, 9), 2, style)} km`],
    [say(style, "Active calories", "Kalori aktif"), `${r.int(120, 480)} ${say(style, "kcal", "kkal")}`],
    [say(style, "Average pace", "Kecepatan rata-rata"), `${r.int(9, 13)}'${r.int(10, 59)}"/km`],
    [say(style, "Average heart rate", "Rata-rata denyut"), `${r.int(95, 150)} bpm`],
  ];
  return sheet(760, "#000000", [
    text(24, 84, say(style, "Outdoor Walk", "Berjalan Kaki Di Luar"), {
      ...bold,
      size: 24,
      fill: "#ffffff",
      face: "Inter",
    }),
    circle(322, 76, 18, { fill: "#1f3305" }),
    icon("walk", 322, 76, 22, "#a6ff00"),
    ...rows.flatMap(([name, value], index) => [
      text(24, 150 + index * 78, name, { ...plain, fill: "#d0d0d4", face: "Inter" }),
      text(24, 182 + index * 78, value, {
        ...plain,
        size: 28,
        fill: index % 2 === 0 ? "#ffe620" : "#35d3f5",
        face: "Inter",
      }),
    ]),
    polyline(
      [
        [30, 640],
        [90, 610],
        [120, 660],
        [190, 600],
        [250, 650],
        [330, 570],
      ],
      { stroke: "#a6ff00", width: 4, cap: "round" },
    ),
  ]);
}

/** A day's heart rate. */
export function heartPage({ r, style }: Sheet): string {
  const values = Array.from({ length: 40 }, () => r.between(0.2, 1));
  return sheet(720, "#ffffff", [
    icon("arrowLeft", 30, 54, 22, INK),
    text(56, 60, say(style, "Heart rate", "Denyut jantung"), { ...bold, size: 18 }),
    text(180, 150, `${r.int(62, 110)}`, { ...plain, size: 52, anchor: "middle" }),
    text(180, 176, "bpm", { ...plain, fill: SOFT, anchor: "middle" }),
    bars(24, 420, 312, 190, values, 4, "#f0566a"),
    line(24, 420, 336, 420, { stroke: "#d5d7da", width: 1 }),
    text(24, 470, say(style, "Range", "Rentang"), plain),
    text(336, 470, `${r.int(48, 60)}–${r.int(120, 165)} bpm`, { ...bold, anchor: "end" }),
    text(24, 510, say(style, "Resting", "Saat istirahat"), plain),
    text(336, 510, `${r.int(52, 68)} bpm`, { ...bold, anchor: "end" }),
  ]);
}

/** A night's sleep. */
export function sleepPage({ r, style }: Sheet): string {
  return sheet(720, "#11132a", [
    text(24, 64, say(style, "Sleep", "Tidur"), { ...bold, size: 22, fill: "#ffffff" }),
    circle(180, 220, 96, { stroke: "#2b2f5a", width: 16 }),
    arc(180, 220, 96, 0, r.int(180, 320), { stroke: "#8b84f5", width: 16 }),
    text(180, 230, `${r.int(5, 8)}${say(style, "h", "j")} ${r.int(10, 59)}m`, {
      ...bold,
      size: 31,
      fill: "#ffffff",
      anchor: "middle",
    }),
    text(180, 256, say(style, "Goal 8 h", "Target 8 j"), { ...plain, fill: "#a5a8d0", anchor: "middle" }),
    text(24, 390, say(style, "Deep sleep", "Tidur nyenyak"), { ...plain, fill: "#d8d9f0" }),
    text(336, 390, `${r.int(12, 30)}%`, { ...bold, fill: "#ffffff", anchor: "end" }),
    text(24, 430, say(style, "Sleep score", "Skor tidur"), { ...plain, fill: "#d8d9f0" }),
    text(336, 430, `${r.int(55, 96)}`, { ...bold, fill: "#ffffff", anchor: "end" }),
    text(24, 470, say(style, "Breathing", "Pernapasan"), { ...plain, fill: "#d8d9f0" }),
    text(336, 470, `${decimal(r.between(12, 17), 1, style)}`, { ...bold, fill: "#ffffff", anchor: "end" }),
  ]);
}
