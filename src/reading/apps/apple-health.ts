import type { AppProfile } from "./profile.ts";

/** Apple's Health and Fitness apps on the iPhone; both show the phone's and the watch's steps. */
export const appleHealth: AppProfile = {
  name: "Apple Health",
  appClass: "Apple Health",
  marks: [
    { weight: 3, phrases: ["Fitness+"] },
    { weight: 3, phrases: ["Show All Health Data", "Tampilkan Semua Data Kesehatan"] },
    { weight: 3, phrases: ["Show All Health Trends", "Tampilkan Semua Tren Kesehatan"] },
    { weight: 3, phrases: ["Add Data", "Tambah Data"] },
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
  pages: [
    {
      name: "activity_day",
      marks: [
        { weight: 3, phrases: ["Flights Climbed", "Tangga Terpanjat"] },
        { weight: 1, phrases: ["Move", "Bergerak"] },
        { weight: 1, phrases: ["Distance", "Jarak"] },
        { weight: 1, phrases: ["Stand", "Berdiri"] },
      ],
      steps: { kind: "labelled", stands: [{ place: "above", aligned: "left" }] },
      decoys: ["Flights Climbed", "Tangga Terpanjat", "Stand", "Berdiri", "Exercise", "Latihan"],
    },
    {
      name: "fitness_summary",
      marks: [
        { weight: 3, phrases: ["Step Distance", "Jarak Langkah"] },
        { weight: 2, phrases: ["Activity Rings", "Activity Ring", "Cincin Aktivitas"] },
        { weight: 1, phrases: ["Sessions", "Sesi"] },
        { weight: 1, phrases: ["Awards", "Medali"] },
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
    },
    {
      name: "health_summary",
      marks: [
        { weight: 3, phrases: ["Show All Health Data", "Tampilkan Semua Data Kesehatan"] },
        { weight: 2, phrases: ["Pinned", "Dipin", "Disematkan", "Favorites", "Favorit"] },
        { weight: 1, phrases: ["Highlights", "Sorotan"] },
        { weight: 1, phrases: ["Trends", "Tren"] },
      ],
      steps: { kind: "labelled", stands: [{ place: "behind" }] },
      decoys: ["Average", "Rata-rata", "Flights Climbed", "Tangga Terpanjat"],
    },
    {
      name: "steps_detail_week",
      marks: [
        { weight: 3, phrases: ["Add Data", "Tambah Data"] },
        { weight: 1, phrases: ["6M", "6B"] },
        { weight: 1, phrases: ["Show All", "Tampilkan Semua"] },
      ],
      steps: { kind: "labelled", stands: [{ place: "behind" }] },
      decoys: ["Daily Average", "Rata-Rata Harian", "Trend", "Tren"],
    },
  ],
};
