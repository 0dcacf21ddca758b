import type { AppProfile } from "./profile.ts";

/** Huawei Health, on Huawei's own phones, other Androids and the iPhone. */
export const huaweiHealth: AppProfile = {
  name: "Huawei Health",
  appClass: "Huawei Health",
  marks: [
    { weight: 5, phrases: ["HUAWEI HEALTH+", "Huawei Health"] },
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
  pages: [
    {
      name: "activity_records",
      marks: [
        { weight: 4, phrases: ["Activity records", "Rekaman data aktivitas"] },
        { weight: 2, phrases: ["All records", "Semua rekaman data"] },
      ],
      steps: { kind: "labelled", stands: [{ place: "behind" }] },
      decoys: ["Step goal", "Target langkah", "Calories", "Kalori", "Floors", "Lantai"],
    },
    {
      name: "steps_detail",
      marks: [
        { weight: 4, phrases: ["Goal progress", "Kemajuan target"] },
        { weight: 3, phrases: ["Step count source", "Sumber hitungan langkah"] },
        { weight: 1, phrases: ["Breakdown", "Perincian"] },
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
    },
    {
      name: "home",
      marks: [
        { weight: 3, phrases: ["Today's steps", "Langkah hari ini", "Today's tasks"] },
        { weight: 2, phrases: ["Exercise records", "Data olahraga"] },
        { weight: 1, phrases: ["Discover", "Temukan"] },
      ],
      steps: {
        kind: "labelled",
        stands: [{ place: "pair" }, { place: "above", aligned: "left" }, { place: "below", aligned: "left" }],
      },
      decoys: ["Exercise records", "Data olahraga", "Yesterday", "Kemarin"],
    },
  ],
};
