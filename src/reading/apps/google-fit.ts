import type { AppProfile, Item } from "./profile.ts";

const heartPoints: Item = ["Heart Pts", "Heart Points", "Poin Kardio"];
const moveMinutes: Item = ["Move Min", "Move Minutes", "Menit Bergerak"];
const steps: Item = ["Steps", "Langkah"];

/** Google Fit. The large number in the ring is heart points; the steps are the smaller one under it. */
export const googleFit: AppProfile = {
  name: "Google Fit",
  appClass: "Google Fit",
  marks: [
    { weight: 2, phrases: ["Google Fit"] },
    { weight: 4, phrases: ["Heart Pts", "Heart Points", "Poin Kardio"] },
    { weight: 2, phrases: ["Move Min", "Move Minutes", "Menit Bergerak"] },
    { weight: 2, phrases: ["Your daily goals", "Target harian"] },
    { weight: 2, phrases: ["Your weekly target", "Target mingguan Anda"] },
    { weight: 3, phrases: ["Sync Fit with Health Connect", "Sinkronkan Fit dengan Health"] },
  ],
  arrangements: [],
  pages: [
    {
      name: "home",
      marks: [{ weight: 3, phrases: ["Heart Pts", "Heart Points", "Poin Kardio"] }],
      arrangements: [
        { weight: 5, along: "row", items: [heartPoints, steps] },
        { weight: 5, along: "row", items: [["Cal", "Kal"], ["km", "mi", "m"], moveMinutes] },
      ],
      steps: { kind: "stacked", place: "lower", legend: ["Heart Pts", "Heart Points", "Poin Kardio"] },
      decoys: [
        "Heart Pts",
        "Heart Points",
        "Poin Kardio",
        "Move Min",
        "Menit Bergerak",
        "Your weekly target",
        "Target mingguan Anda",
      ],
      atCount: [],
      cards: false,
      printsDay: false,
    },
    {
      name: "steps_detail",
      marks: [{ weight: 2, phrases: ["Sync Fit with Health Connect", "Sinkronkan Fit dengan Health"] }],
      arrangements: [
        {
          weight: 4,
          along: "column",
          // In large type it takes two lines.
          items: [
            steps,
            [
              "Sync Fit with Health Connect",
              "Sync Fit with Health",
              "Sinkronkan Fit dengan Health Connect",
              "Sinkronkan Fit dengan Health",
            ],
          ],
        },
      ],
      steps: { kind: "labelled", stands: [{ place: "behind" }] },
      decoys: [],
      atCount: [],
      cards: false,
      printsDay: true,
    },
  ],
  prints: [
    "Home",
    "Beranda",
    "Search",
    "Telusuri",
    "Journal",
    "Jurnal",
    "Browse",
    "Jelajahi",
    "Profile",
    "Steps",
    "Cal",
    "Kal",
    "Walking",
  ],
};
