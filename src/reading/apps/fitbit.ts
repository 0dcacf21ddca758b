import type { AppProfile, Arrangement, Item } from "./profile.ts";

const steps: Item = ["Steps", "Langkah"];
const day: Item = ["Today", "Hari ini", "Yesterday", "Kemarin"];
const tabs: Arrangement = {
  weight: 5,
  along: "row",
  items: [
    ["Today", "Hari ini"],
    ["Coach", "Pelatih"],
    ["You", "Anda"],
  ],
};

/** Fitbit. */
export const fitbit: AppProfile = {
  name: "Fitbit",
  appClass: "Fitbit",
  marks: [
    { weight: 2, phrases: ["fitbit"] },
    { weight: 3, phrases: ["Zone Min", "Zone Minutes", "Mnt Zona", "Menit Zona", "Mnt Zona Aktif"] },
    { weight: 2, phrases: ["Energy burned", "Energi terbakar"] },
    { weight: 2, phrases: ["Exercise days", "Hari olahraga"] },
    { weight: 1, phrases: ["Coach"] },
  ],
  arrangements: [],
  pages: [
    {
      name: "home",
      marks: [
        { weight: 2, phrases: ["fitbit"] },
        { weight: 1, phrases: ["Coach"] },
        { weight: 1, phrases: ["Zone Min", "Mnt Zona"] },
        { weight: 1, phrases: ["Energy burned", "Energi terbakar"] },
      ],
      arrangements: [
        tabs,
        // The app's name is the title of its first page, with the day under it.
        { weight: 4, along: "column", items: [["fitbit"], day, steps] },
        {
          weight: 4,
          along: "row",
          items: [
            ["Zone Min", "Zone Mins", "Zone Minutes", "Mnt Zona", "Menit Zona", "Floors", "Lantai"],
            ["km", "mi", "mil", "Miles"],
            ["cal", "cals", "kcal", "kal"],
          ],
        },
        {
          weight: 4,
          along: "row",
          items: [["Zone Min", "Zone Mins", "Mnt Zona"], steps, ["km", "mi", "mil", "Miles"]],
        },
      ],
      steps: {
        kind: "labelled",
        stands: [
          { place: "below", aligned: "centre" },
          { place: "above", aligned: "left" },
        ],
      },
      decoys: [
        "Exercise days",
        "Hari olahraga",
        "Hari latihan",
        "Floors",
        "Lantai",
        "Zone Minutes",
        "Menit Zona",
      ],
      atCount: ["Exercise days", "Hari olahraga", "Hari latihan"],
      cards: true,
      printsDay: true,
    },
  ],
  prints: [
    "Activity",
    "Aktivitas",
    "Readiness",
    "Kesiapan",
    "Recovery",
    "Pemulihan",
    "Sleep duration",
    "Durasi tidur",
    "No data",
    "Tidak ada data",
    "Floors",
    "Lantai",
    "Cardio load",
    "Beban kardio",
    "Goals",
    "Edit",
    "Miles",
    "Cals",
    "Kcal",
    "Zone Mins",
    "Zone Min",
  ],
};
