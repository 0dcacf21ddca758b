import type { AppProfile, Item } from "./profile.ts";

const summary: Item = ["Summary", "Ringkasan", "Rangkuman"];
const sharing: Item = ["Sharing", "Berbagi"];
const steps: Item = ["Steps", "Langkah"];
const move: Item = ["Move", "Bergerak"];
const exercise: Item = ["Exercise", "Latihan", "Olahraga"];
const stand: Item = ["Stand", "Berdiri"];
const pinned: Item = ["Pinned", "Dipin", "Disematkan", "Favorites", "Favorit"];
const allData: Item = ["Show All Health Data", "Tampilkan Semua Data Kesehatan"];

/** Apple's Health and Fitness apps on the iPhone; both show the phone's and the watch's steps. */
export const appleHealth: AppProfile = {
  name: "Apple Health",
  appClass: "Apple Health",
  marks: [
    { weight: 3, phrases: ["Fitness+"] },
    { weight: 3, phrases: ["Show All Health Data", "Tampilkan Semua Data Kesehatan"] },
    { weight: 3, phrases: ["Show All Health Trends", "Tampilkan Semua Tren Kesehatan"] },
    { weight: 1, phrases: ["Add Data", "Tambah Data"] },
    { weight: 2, phrases: ["Flights Climbed", "Tangga Terpanjat"] },
    { weight: 2, phrases: ["Step Distance", "Jarak Langkah"] },
    { weight: 2, phrases: ["Step Count", "Jumlah Langkah", "Hitungan Langkah"] },
    { weight: 2, phrases: ["Sharing", "Berbagi"] },
    { weight: 2, phrases: ["Summary", "Ringkasan", "Rangkuman"] },
    { weight: 1, phrases: ["Browse", "Telusuri"] },
    { weight: 1, phrases: ["Pinned", "Dipin", "Disematkan"] },
    { weight: 1, phrases: ["Highlights", "Sorotan"] },
    { weight: 1, phrases: ["Trends", "Tren"] },
    { weight: 1, phrases: ["Idle Hour", "Jam Diam"] },
    { weight: 1, phrases: ["Awards", "Medali", "Penghargaan"] },
    { weight: 1, phrases: ["Move", "Bergerak"] },
    { weight: 1, phrases: ["Stand", "Berdiri"] },
  ],
  arrangements: [
    // The tabs of Fitness and of Health.
    { weight: 5, along: "row", items: [summary, ["Fitness+"], sharing] },
    { weight: 5, along: "row", items: [summary, sharing, ["Browse", "Telusuri", "Search", "Cari"]] },
  ],
  pages: [
    {
      name: "activity_day",
      marks: [
        { weight: 3, phrases: ["Flights Climbed", "Tangga Terpanjat"] },
        { weight: 1, phrases: ["Move", "Bergerak"] },
        { weight: 1, phrases: ["Distance", "Jarak"] },
        { weight: 1, phrases: ["Stand", "Berdiri"] },
      ],
      arrangements: [
        {
          weight: 4,
          along: "column",
          items: [move, exercise, stand, steps, ["Flights Climbed", "Tangga Terpanjat"]],
          least: 3,
        },
        { weight: 3, along: "column", items: [steps, ["Flights Climbed", "Tangga Terpanjat"]] },
      ],
      steps: { kind: "labelled", stands: [{ place: "above", aligned: "left" }] },
      decoys: ["Flights Climbed", "Tangga Terpanjat", "Stand", "Berdiri", "Exercise", "Latihan"],
      atCount: ["Total", "Change Goal", "Ubah Target"],
      cards: false,
      printsDay: true,
      ownTabs: ["Summary", "Ringkasan", "Rangkuman"],
    },
    {
      name: "fitness_summary",
      marks: [
        { weight: 3, phrases: ["Step Distance", "Jarak Langkah"] },
        { weight: 2, phrases: ["Activity Rings", "Activity Ring", "Cincin Aktivitas"] },
        { weight: 1, phrases: ["Sessions", "Sesi"] },
        { weight: 1, phrases: ["Awards", "Medali"] },
      ],
      arrangements: [
        {
          weight: 5,
          along: "row",
          items: [
            ["Step Count", "Jumlah Langkah", "Hitungan Langkah"],
            ["Step Distance", "Jarak Langkah"],
          ],
        },
        {
          weight: 4,
          along: "row",
          items: [
            ["Sessions", "Sesi"],
            ["Awards", "Medali"],
          ],
        },
      ],
      steps: { kind: "labelled", stands: [{ place: "above", aligned: "left" }] },
      decoys: [
        "Step Distance",
        "Jarak Langkah",
        "Flights Climbed",
        "Tangga Terpanjat",
        "Sessions",
        "Sesi",
        "Trends",
        "Tren",
      ],
      atCount: ["Total Steps", "Total Langkah"],
      cards: true,
      printsDay: true,
    },
    {
      name: "health_summary",
      marks: [
        { weight: 3, phrases: ["Show All Health Data", "Tampilkan Semua Data Kesehatan"] },
        { weight: 4, phrases: ["Pinned", "Dipin", "Disematkan", "Favorites", "Favorit"] },
        { weight: 1, phrases: ["Highlights", "Sorotan"] },
        { weight: 1, phrases: ["Trends", "Tren"] },
      ],
      arrangements: [
        { weight: 4, along: "row", items: [pinned, ["Edit"]] },
        { weight: 4, along: "column", items: [pinned, allData] },
      ],
      steps: { kind: "labelled", stands: [{ place: "behind" }] },
      decoys: ["Average", "Rata-rata", "Flights Climbed", "Tangga Terpanjat"],
      atCount: [],
      cards: true,
      printsDay: false,
      updated: true,
    },
    {
      name: "steps_detail_week",
      marks: [
        { weight: 1, phrases: ["Add Data", "Tambah Data"] },
        { weight: 1, phrases: ["6M", "6B"] },
        { weight: 1, phrases: ["Show All", "Tampilkan Semua"] },
      ],
      arrangements: [
        {
          weight: 3,
          along: "row",
          items: [
            ["D", "H"],
            ["W", "M"],
            ["M", "B"],
            ["6M", "6B"],
            ["Y", "T"],
          ],
          least: 4,
        },
      ],
      steps: { kind: "labelled", stands: [{ place: "behind" }] },
      decoys: ["Daily Average", "Rata-Rata Harian", "Trend", "Tren"],
      atCount: ["Total", "Add Data", "Tambah Data", "Trend", "Tren"],
      cards: false,
      printsDay: true,
    },
  ],
  prints: [
    "Activity",
    "Aktivitas",
    "Health",
    "Kesehatan",
    "Fitness",
    "Kebugaran",
    "Exercise",
    "Latihan",
    "Total Steps",
    "Total Langkah",
    "Edit",
    "Profile",
    "Show Details",
    "Trends",
    "Tren",
    "Kcal",
    "Today",
    "Steps",
    "Heart Rate",
    "Detak Jantung",
    "Sleep",
    "Tidur",
    "Change Goal",
    "Ubah Target",
    "Pause Ring",
    "Jeda Cincin",
    "Activity Rings",
    "Workout",
    "Olahraga",
    "Highlights",
    "Add Data",
    "Tambah Data",
    "Show All",
    "Tampilkan Semua",
    "Idle Hour",
    "Idle Hours",
    "Jam Diam",
  ],
};
