import type { AppProfile, Item } from "./profile.ts";

const steps: Item = ["Steps", "Langkah"];

/**
 * Xiaomi's Mi Fitness, for its bands and watches. It never prints its own name, so its words together must tell:
 * the tabs at the foot of the first page, and what it calls the time on one's feet. docs/adding-an-app.md goes
 * through this file.
 */
export const miFitness: AppProfile = {
  name: "Mi Fitness",
  appClass: "Other",
  marks: [
    { weight: 2, phrases: ["Mi Fitness"] },
    { weight: 4, phrases: ["Vitality score", "Skor vitalitas"] },
    { weight: 3, phrases: ["Moving time", "Waktu bergerak"] },
    { weight: 2, phrases: ["Average per day", "Rata-rata per hari"] },
    { weight: 2, phrases: ["Weekly total", "Total mingguan"] },
    // `Bergerak` is no mark: in Indonesian the rings of Apple and Huawei are called so, too.
    { weight: 2, phrases: ["Moving"] },
    { weight: 1, phrases: ["Workout", "Olahraga"] },
    { weight: 1, phrases: ["Device", "Perangkat"] },
    { weight: 1, phrases: ["Profile", "Profil"] },
  ],
  arrangements: [],
  pages: [
    {
      name: "home",
      marks: [
        { weight: 2, phrases: ["Vitality score", "Skor vitalitas"] },
        { weight: 1, phrases: ["Workout", "Olahraga"] },
        { weight: 1, phrases: ["Device", "Perangkat"] },
        { weight: 1, phrases: ["Profile", "Profil"] },
      ],
      arrangements: [
        {
          weight: 5,
          along: "row",
          items: [
            ["Health", "Kesehatan"],
            ["Workout", "Olahraga"],
            ["Device", "Perangkat"],
            ["Profile", "Profil"],
          ],
        },
        {
          weight: 4,
          along: "column",
          items: [
            steps,
            ["Calories", "Kalori"],
            ["Moving", "Bergerak"],
            ["Vitality score", "Skor vitalitas"],
          ],
          least: 3,
        },
      ],
      steps: { kind: "labelled", stands: [{ place: "pair" }] },
      decoys: ["Vitality score", "Skor vitalitas", "Moving", "Bergerak"],
      atCount: [],
      cards: true,
      printsDay: false,
    },
    {
      name: "steps_detail",
      marks: [
        { weight: 3, phrases: ["Moving time", "Waktu bergerak"] },
        { weight: 2, phrases: ["Average per day", "Rata-rata per hari"] },
        { weight: 2, phrases: ["Weekly total", "Total mingguan"] },
      ],
      arrangements: [
        {
          weight: 4,
          along: "row",
          items: [
            ["Average per day", "Rata-rata per hari"],
            ["Weekly total", "Total mingguan"],
          ],
        },
        {
          weight: 4,
          along: "column",
          items: [steps, ["Distance", "Jarak"], ["Moving time", "Waktu bergerak"]],
        },
      ],
      steps: { kind: "labelled", stands: [{ place: "behind" }, { place: "below" }] },
      decoys: ["Average per day", "Rata-rata per hari", "Weekly total", "Total mingguan"],
      atCount: [],
      cards: false,
      printsDay: true,
    },
  ],
  prints: [
    "Steps",
    "Distance",
    "Calories",
    "Moving",
    "Bergerak",
    "Standing",
    "Berdiri",
    "Health",
    "Kesehatan",
    "Heart rate",
    "Detak jantung",
    "Sleep",
    "Tidur",
    "Mi Fitness",
    "Data",
    "Active",
  ],
};
