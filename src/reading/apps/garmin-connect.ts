import type { AppProfile } from "./profile.ts";

const percentOfGoal = ["% of Goal", "% dari Sasaran", "% dari Target", "% dari Tujuan"] as const;

/** Garmin Connect. The ring holds the steps and, smaller under them, the goal; neither has a label. */
export const garminConnect: AppProfile = {
  name: "Garmin Connect",
  appClass: "Garmin Connect",
  marks: [
    { weight: 5, phrases: ["Garmin Connect", "Garmin"] },
    { weight: 3, phrases: percentOfGoal },
    { weight: 3, phrases: ["Daily Timeline", "Linimasa Harian", "Garis Waktu Harian"] },
    { weight: 1, phrases: ["7d", "7h"] },
    { weight: 1, phrases: ["4w", "4m"] },
    { weight: 1, phrases: ["1y", "1t"] },
    { weight: 1, phrases: ["Daily Goal!", "2x Daily Goal!"] },
  ],
  pages: [
    {
      name: "steps_detail",
      marks: [
        { weight: 3, phrases: percentOfGoal },
        { weight: 3, phrases: ["Daily Timeline", "Linimasa Harian", "Garis Waktu Harian"] },
      ],
      steps: { kind: "stacked", place: "upper", legend: percentOfGoal },
      decoys: ["Daily Timeline", "Linimasa Harian", "Goal", "Sasaran", "Calories", "Kalori"],
    },
  ],
};
