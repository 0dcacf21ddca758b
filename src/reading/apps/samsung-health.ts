import type { AppProfile } from "./profile.ts";

/** Samsung Health. */
export const samsungHealth: AppProfile = {
  name: "Samsung Health",
  appClass: "Samsung Health",
  marks: [
    { weight: 5, phrases: ["Samsung Health"] },
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
  pages: [
    {
      name: "daily_activity",
      marks: [
        { weight: 3, phrases: ["Daily activity", "Aktivitas harian"] },
        { weight: 2, phrases: ["Activity calories", "Kalori aktivitas"] },
        { weight: 1, phrases: ["Distance while active", "Jarak saat aktif"] },
      ],
      steps: { kind: "labelled", stands: [{ place: "pair" }] },
      decoys: ["Active time", "Waktu aktif", "Activity calories", "Kalori aktivitas", "Floors", "Lantai"],
    },
    {
      name: "steps_detail",
      marks: [
        { weight: 3, phrases: ["Compare my steps", "Bandingkan langkah saya"] },
        { weight: 3, phrases: ["Steps by time of day", "Langkah menurut waktu dalam sehari"] },
        { weight: 1, phrases: ["lngkh"] },
      ],
      steps: { kind: "labelled", stands: [{ place: "behind" }] },
      decoys: [
        "Target",
        "Steps by time of day",
        "Langkah menurut waktu dalam sehari",
        "Compare my steps",
        "Bandingkan langkah saya",
      ],
    },
    {
      name: "edit_home",
      marks: [{ weight: 9, phrases: ["Edit home", "Edit beranda"] }],
      steps: { kind: "labelled", stands: [{ place: "pair" }, { place: "behind" }] },
      decoys: ["Together", "Heart rate", "Detak jantung"],
    },
    {
      name: "home",
      marks: [
        { weight: 3, phrases: ["Samsung Health"] },
        { weight: 1, phrases: ["Together"] },
        { weight: 1, phrases: ["My page", "Halaman saya"] },
      ],
      steps: { kind: "labelled", stands: [{ place: "pair" }, { place: "behind" }] },
      decoys: ["Together", "Challenge", "Tantangan", "Last synced", "Terakhir disinkronkan"],
    },
  ],
};
