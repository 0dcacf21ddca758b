import type { AppProfile } from "./profile.ts";

const percentOfGoal = ["% of Goal", "% dari Sasaran", "% dari Target", "% dari Tujuan"] as const;

/** Garmin Connect. The ring holds the steps and, smaller under them, the goal; neither has a label. */
export const garminConnect: AppProfile = {
  name: "Garmin Connect",
  appClass: "Garmin Connect",
  marks: [
    { weight: 2, phrases: ["Garmin Connect", "Garmin"] },
    { weight: 3, phrases: percentOfGoal },
    { weight: 3, phrases: ["Daily Timeline", "Linimasa Harian", "Garis Waktu Harian"] },
    { weight: 1, phrases: ["7d", "7h"] },
    { weight: 1, phrases: ["4w", "4m"] },
    { weight: 1, phrases: ["1y", "1t"] },
    { weight: 1, phrases: ["Daily Goal!", "2x Daily Goal!"] },
  ],
  arrangements: [],
  pages: [
    {
      name: "steps_detail",
      marks: [
        { weight: 3, phrases: percentOfGoal },
        { weight: 3, phrases: ["Daily Timeline", "Linimasa Harian", "Garis Waktu Harian"] },
      ],
      arrangements: [
        {
          weight: 5,
          along: "row",
          items: [
            ["1d", "1h"],
            ["7d", "7h"],
            ["4w", "4m"],
            ["1y", "1t"],
          ],
          least: 3,
        },
        {
          weight: 4,
          along: "column",
          items: [
            /^\D*\d+ ?% ?(?:of ?Goal|dari ?(?:Sasaran|Target|Tujuan))$/i,
            ["Daily Timeline", "Linimasa Harian", "Garis Waktu Harian"],
          ],
        },
      ],
      steps: { kind: "stacked", place: "upper", legend: percentOfGoal },
      decoys: ["Daily Timeline", "Linimasa Harian", "Goal", "Sasaran", "Calories", "Kalori"],
      atCount: [
        "Daily Goal!",
        "2x Daily Goal!",
        "3x Daily Goal!",
        "Daily Goal",
        "Target Harian",
        "Goal",
        "Sasaran",
      ],
      cards: false,
      printsDay: true,
    },
    {
      name: "my_day",
      marks: [
        { weight: 2, phrases: ["My Day", "Hari Saya"] },
        { weight: 1, phrases: ["Body Battery"] },
      ],
      arrangements: [
        {
          weight: 4,
          along: "column",
          items: [
            ["My Day", "Hari Saya"],
            ["Steps", "Langkah"],
            ["Heart Rate", "Detak Jantung"],
            ["Body Battery"],
          ],
          least: 3,
        },
      ],
      steps: { kind: "labelled", stands: [{ place: "above", aligned: "left" }] },
      decoys: ["Intensity Minutes", "Menit Intensitas"],
      atCount: ["Goal", "Sasaran", "Target"],
      cards: true,
      printsDay: false,
    },
  ],
  prints: [
    "My Day",
    "Hari Saya",
    "Help",
    "Bantuan",
    "Calories",
    "Distance",
    "Daily Timeline",
    "Activity",
    "Steps",
  ],
};
