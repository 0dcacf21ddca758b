import type { AppProfile, Arrangement, Item } from "./profile.ts";

const move: Item = ["Move", "Bergerak"];
const exercise: Item = ["Exercise", "Olahraga"];
const stand: Item = ["Stand", "Berdiri"];
const health: Item = ["Health", "Kesehatan"];
const goalProgress: Item = ["Goal progress", "Kemajuan target"];
const steps: Item = ["Steps", "Langkah"];

/** The app's tabs. */
const tabs: Arrangement = {
  weight: 5,
  along: "row",
  items: [health, exercise, ["Discover", "Temukan"], ["Devices", "Perangkat"], ["Me", "Saya"]],
  least: 4,
};

/** Huawei Health, on Huawei's own phones, other Androids and the iPhone. */
export const huaweiHealth: AppProfile = {
  name: "Huawei Health",
  appClass: "Huawei Health",
  marks: [
    { weight: 2, phrases: ["HUAWEI HEALTH+", "Huawei Health"] },
    { weight: 4, phrases: ["Activity records", "Rekaman data aktivitas"] },
    { weight: 3, phrases: ["Health Clovers"] },
    { weight: 3, phrases: ["Goal progress", "Kemajuan target"] },
    { weight: 3, phrases: ["Step count source", "Sumber hitungan langkah"] },
    {
      weight: 3,
      phrases: ["Data above is calculated based on your step count", "Data yang disebutkan di atas dihitung"],
    },
    { weight: 2, phrases: ["Today's steps", "Langkah hari ini"] },
    { weight: 2, phrases: ["Today's tasks"] },
    { weight: 2, phrases: ["Exercise records", "Data olahraga"] },
    { weight: 2, phrases: ["All records", "Semua rekaman data"] },
    { weight: 2, phrases: ["Stay Fit Plan", "Rencana Tetap Bugar"] },
    { weight: 1, phrases: ["Equivalent to", "Sama dengan"] },
    { weight: 1, phrases: ["Devices", "Perangkat"] },
    { weight: 1, phrases: ["Discover", "Temukan"] },
    { weight: 1, phrases: ["Breakdown", "Perincian"] },
  ],
  arrangements: [tabs],
  pages: [
    {
      name: "activity_records",
      marks: [
        { weight: 4, phrases: ["Activity records", "Rekaman data aktivitas"] },
        { weight: 2, phrases: ["All records", "Semua rekaman data"] },
      ],
      arrangements: [
        {
          weight: 5,
          along: "column",
          items: [["Activity records", "Rekaman data aktivitas"], move, exercise, stand],
        },
        {
          weight: 4,
          along: "column",
          items: [move, exercise, stand, ["All records", "Semua rekaman data"]],
        },
      ],
      steps: { kind: "labelled", stands: [{ place: "behind" }] },
      decoys: [
        "Insights",
        "Wawasan",
        "Step goal",
        "Target langkah",
        "Calories",
        "Kalori",
        "Floors",
        "Lantai",
      ],
      atCount: ["All records", "Semua rekaman data", "Activity records", "Rekaman data aktivitas"],
      cards: false,
      printsDay: true,
    },
    {
      name: "steps_detail",
      marks: [
        { weight: 4, phrases: ["Goal progress", "Kemajuan target"] },
        { weight: 3, phrases: ["Step count source", "Sumber hitungan langkah"] },
        { weight: 1, phrases: ["Breakdown", "Perincian"] },
      ],
      arrangements: [
        { weight: 4, along: "column", items: [steps, goalProgress] },
        {
          weight: 5,
          along: "column",
          items: [goalProgress, ["Breakdown", "Perincian"], ["Step count source", "Sumber hitungan langkah"]],
          least: 2,
        },
      ],
      steps: { kind: "labelled", stands: [{ place: "pair" }] },
      decoys: [
        "Step count source",
        "Sumber hitungan langkah",
        "Average",
        "Rata-rata",
        "Breakdown",
        "Perincian",
      ],
      atCount: [
        "Goal progress",
        "Kemajuan target",
        "Start",
        "Mulai",
        "to go",
        "steps to go",
        "langkah lagi",
        "Lagi",
      ],
      cards: false,
      printsDay: true,
      chartHours: true,
    },
    {
      name: "home",
      marks: [
        { weight: 3, phrases: ["Today's steps", "Langkah hari ini", "Today's tasks"] },
        { weight: 2, phrases: ["Exercise records", "Data olahraga"] },
        { weight: 1, phrases: ["Discover", "Temukan"] },
      ],
      arrangements: [tabs, { weight: 4, along: "row", items: [move, exercise, stand] }],
      steps: {
        kind: "labelled",
        stands: [{ place: "pair" }, { place: "above", aligned: "left" }, { place: "below", aligned: "left" }],
      },
      decoys: ["Exercise records", "Data olahraga", "Yesterday", "Kemarin"],
      atCount: ["Add record", "Today's tasks", "completed"],
      cards: true,
      printsDay: false,
    },
  ],
  prints: [
    "Activity records",
    "Rekaman data aktivitas",
    "Health",
    "Kesehatan",
    "Move",
    "Bergerak",
    "Exercise",
    "Olahraga",
    "Stand",
    "Berdiri",
    "Calories",
    "Kalori",
    "Sleep",
    "Tidur",
    "Mood",
    "Suasana hati",
    "Stress",
    "Stres",
    "Normal",
    "Add record",
    "Tambahkan rekaman",
    "completed",
    "selesai",
    "Today's tasks",
    "Tugas hari ini",
    "Altitude",
    "Naik tangga",
    "Climb",
    "Steps",
    "Distance",
    "Workout",
    "Edit",
    "Activity rings",
    "Cincin aktivitas",
    "Equivalent to",
  ],
};
