import type { AppProfile, Arrangement, Item } from "./profile.ts";

/** Steps, minutes and calories, each over its goal on a line of its own. */
const goalPairs: Arrangement = {
  weight: 5,
  along: "column",
  items: [
    /^\D{0,3}[\d.,]+ ?\/ ?[\d.,]+ ?(?:steps|langkah|lngkh)$/i,
    /^\D{0,3}\d+ ?\/ ?\d+ ?(?:mins?|menit|mnt)$/i,
    /^\D{0,3}[\d.,]+ ?\/ ?[\d.,]+ ?(?:cal|kcal|kkal|kal)$/i,
  ],
};
/** The same without their goals: the card of a day on the first page. A summary of one walk prints this in any app, so that it names none alone. */
const counts: Arrangement = {
  weight: 3,
  along: "column",
  items: [
    /^\D{0,3}[\d.,]+ ?(?:steps|langkah|lngkh)$/i,
    /^\D{0,3}\d+ ?(?:\d+ ?)?(?:mins?|menit|mnt)$/i,
    /^\D{0,3}[\d.,]+ ?(?:cal|kcal|kkal|kal)$/i,
  ],
};
/** The app's tabs. */
const tabs: Arrangement = {
  weight: 5,
  along: "row",
  items: [
    ["Home", "Beranda", "Rumah"],
    ["Together", "Bersama"],
    ["Fitness", "Kebugaran"],
    ["My page", "Halaman saya"],
  ],
  least: 3,
};
const activeTime: Item = ["Active time", "Waktu aktif"];
const activityCalories: Item = ["Activity calories", "Kalori aktivitas"];
const steps: Item = ["Steps", "Langkah"];
const byTimeOfDay: Item = ["Steps by time of day", "Langkah menurut waktu dalam sehari"];
const comparison: Item = ["Compare my steps", "Bandingkan langkah saya"];

/** Samsung Health. */
export const samsungHealth: AppProfile = {
  name: "Samsung Health",
  appClass: "Samsung Health",
  marks: [
    { weight: 2, phrases: ["Samsung Health"] },
    { weight: 3, phrases: ["Daily activity", "Aktivitas harian"] },
    { weight: 3, phrases: ["Activity calories", "Kalori aktivitas"] },
    { weight: 2, phrases: ["Active time", "Waktu aktif"] },
    { weight: 3, phrases: ["Distance while active", "Jarak saat aktif"] },
    { weight: 3, phrases: ["Total burned calories", "Total burnt calories", "Total kalori yang terbakar"] },
    { weight: 3, phrases: ["Compare my steps", "Bandingkan langkah saya"] },
    { weight: 3, phrases: ["Steps by time of day", "Langkah menurut waktu dalam sehari"] },
    { weight: 2, phrases: ["lngkh"] },
    { weight: 2, phrases: ["Edit home", "Edit beranda"] },
    { weight: 1, phrases: ["Together"] },
    { weight: 1, phrases: ["My page", "Halaman saya"] },
    { weight: 1, phrases: ["AGEs index", "Energy score", "Skor energi"] },
  ],
  arrangements: [tabs],
  pages: [
    {
      // The day's card, without a title: three counts over their goals, which no other app prints like this.
      name: "day_card",
      marks: [],
      arrangements: [goalPairs],
      steps: { kind: "labelled", stands: [{ place: "pair" }] },
      decoys: [],
      atCount: [],
      cards: false,
      printsDay: true,
      part: true,
    },
    {
      name: "daily_activity",
      marks: [
        { weight: 3, phrases: ["Daily activity", "Aktivitas harian"] },
        { weight: 2, phrases: ["Activity calories", "Kalori aktivitas"] },
        { weight: 1, phrases: ["Distance while active", "Jarak saat aktif"] },
      ],
      arrangements: [
        { weight: 5, along: "row", items: [steps, activeTime, activityCalories], least: 2 },
        { weight: 5, along: "column", items: [steps, activeTime, activityCalories] },
      ],
      steps: { kind: "labelled", stands: [{ place: "pair" }] },
      decoys: ["Active time", "Waktu aktif", "Activity calories", "Kalori aktivitas", "Floors", "Lantai"],
      atCount: [],
      cards: false,
      printsDay: true,
    },
    {
      name: "steps_detail",
      marks: [
        { weight: 3, phrases: ["Compare my steps", "Bandingkan langkah saya"] },
        { weight: 3, phrases: ["Steps by time of day", "Langkah menurut waktu dalam sehari"] },
        { weight: 1, phrases: ["lngkh"] },
      ],
      arrangements: [{ weight: 5, along: "column", items: [steps, byTimeOfDay, comparison], least: 2 }],
      steps: { kind: "labelled", stands: [{ place: "behind" }, { place: "below" }] },
      decoys: [
        "Target",
        "Steps by time of day",
        "Langkah menurut waktu dalam sehari",
        "Compare my steps",
        "Bandingkan langkah saya",
      ],
      atCount: ["Target"],
      cards: false,
      printsDay: true,
    },
    {
      name: "edit_home",
      marks: [{ weight: 9, phrases: ["Edit home", "Edit beranda"] }],
      arrangements: [{ weight: 4, along: "column", items: [["Edit home", "Edit beranda"], ...counts.items] }],
      steps: { kind: "labelled", stands: [{ place: "pair" }, { place: "behind" }] },
      decoys: ["Together", "Heart rate", "Detak jantung"],
      atCount: [],
      cards: true,
      printsDay: false,
    },
    {
      name: "home",
      marks: [
        { weight: 3, phrases: ["Samsung Health"] },
        { weight: 1, phrases: ["Together"] },
        { weight: 1, phrases: ["My page", "Halaman saya"] },
      ],
      arrangements: [tabs, counts],
      steps: { kind: "labelled", stands: [{ place: "pair" }, { place: "behind" }] },
      decoys: ["Together", "Challenge", "Tantangan", "Last synced", "Terakhir disinkronkan"],
      atCount: [],
      cards: true,
      printsDay: false,
    },
  ],
  prints: [
    "Active time",
    "Waktu aktif",
    "Together",
    "Bersama",
    "Target",
    "Steps",
    "Sleep",
    "Tidur",
    "Food",
    "Makanan",
    "Last synced at",
    "Last synced",
    "Terakhir disinkronkan",
    "Home",
    "Beranda",
    "Enter",
    "Masuk",
    "Measure",
    "Ukur",
    "Not enough",
    "Floors",
    "Lantai",
    "Walking",
    "Activity",
    "Aktivitas",
    "Energy score",
    "Edit home",
    "Edit beranda",
    "min",
    "mins",
  ],
};
