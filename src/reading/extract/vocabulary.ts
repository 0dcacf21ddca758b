/**
 * What phone apps print beside numbers, in English and Indonesian. Phrases are written as printed, in lower
 * case; `squeeze` brings them and what was read to one form.
 */

/** What a number can be, as named by the label beside it. */
export type Concept =
  | "steps"
  | "distance"
  | "calories"
  | "total_calories"
  | "active_time"
  | "heart_rate"
  | "heart_points"
  | "pace"
  | "speed"
  | "cadence"
  | "stride"
  | "goal"
  | "average"
  | "workout"
  | "other";

const labels: Readonly<Record<Concept, readonly string[]>> = {
  steps: [
    "steps",
    "step count",
    "total steps",
    "daily steps",
    "steps today",
    "today's steps",
    "langkah",
    "langkah hari ini",
    "total langkah",
    "jumlah langkah",
    "hitungan langkah",
    "langkah harian",
    "lngkh",
  ],
  distance: [
    "distance",
    "total distance",
    "step distance",
    "distance while active",
    "walking + running distance",
    "jarak",
    "total jarak",
    "jarak tempuh",
    "jarak langkah",
    "jarak saat aktif",
    "jarak berjalan kaki + berlari",
  ],
  calories: [
    "move",
    "bergerak",
    "calories",
    "kalori",
    "activity calories",
    "kalori aktivitas",
    "active calories",
    "kalori aktif",
    "active energy",
    "energi aktif",
    "energy burned",
    "calories burned",
    "energi terbakar",
    "kalori terbakar",
    "energi yang terbakar",
    "kalori yang terbakar",
  ],
  total_calories: [
    "total burned calories",
    "total burnt calories",
    "total calories",
    "total kalori yang terbakar",
    "total kalori",
  ],
  active_time: [
    "exercise",
    "latihan",
    "olahraga",
    "active time",
    "waktu aktif",
    "move min",
    "move minutes",
    "menit bergerak",
    "active minutes",
    "menit aktif",
    "zone minutes",
    "zone min",
    "mnt zona",
    "menit zona",
    "duration",
    "durasi",
  ],
  heart_rate: ["heart rate", "detak jantung", "denyut jantung", "avg heart rate", "resting heart rate"],
  heart_points: ["heart pts", "heart points", "poin kardio"],
  pace: ["pace", "avg pace", "average pace", "kecepatan langkah", "pace rata-rata", "rata-rata pace"],
  speed: ["speed", "avg speed", "average speed", "kecepatan", "kecepatan rata-rata"],
  cadence: ["cadence", "avg cadence", "average cadence", "irama", "kadens", "irama rata-rata"],
  stride: ["stride", "avg stride", "stride length", "average stride", "langkah rata-rata", "panjang langkah"],
  goal: ["goal", "step goal", "daily goal", "target", "target langkah", "target harian", "sasaran", "tujuan"],
  average: ["average", "avg", "daily average", "rata-rata", "rerata", "rata-rata harian"],
  workout: [
    "exercise records",
    "workouts",
    "workout",
    "data olahraga",
    "sessions",
    "sesi",
    "outdoor walk",
    "outdoor run",
    "indoor walk",
    "walking",
    "running",
    "last workout",
    "berjalan kaki di luar",
    "berlari di luar",
    "berlari di luar ruangan",
    "berjalan di luar ruangan",
  ],
  other: [
    "stand",
    "berdiri",
    "floors",
    "flights climbed",
    "tangga terpanjat",
    "naik tangga",
    "climb",
    "sleep",
    "tidur",
    "mood",
    "suasana hati",
    "stress",
    "stres",
    "weight",
    "berat",
    "water",
    "air",
    "food",
    "intensity minutes",
    "body battery",
    "spo2",
    "exercise days",
    "stairs",
    "lantai",
  ],
};

/** What a number's unit says it is. */
export type Unit = "steps" | "km" | "mi" | "m" | "kcal" | "min" | "h" | "bpm" | "percent" | "other";

const units: Readonly<Record<Unit, readonly string[]>> = {
  steps: ["steps", "step", "langkah", "lngkh", "ingkh", "langkan"],
  km: ["km"],
  mi: ["mi", "mil", "mile", "miles"],
  m: ["m", "meter", "meters"],
  kcal: ["kcal", "kkal", "kal", "cal", "cals", "calories", "kalori"],
  min: ["min", "mins", "menit", "mnt", "minutes", "mins", "mnit"],
  h: ["h", "hr", "hrs", "hours", "j", "jam"],
  bpm: ["bpm", "dpm"],
  percent: ["%"],
  other: [
    "ml",
    "l",
    "kg",
    "g",
    "k",
    "oz",
    "floz",
    "ft",
    "cm",
    "mb",
    "kb/s",
    "kb",
    "mb/s",
    "am",
    "pm",
    "pts",
    "d",
    "w",
    "y",
    "of",
    "dari",
  ],
};

/** Words around a number that show it is not today's count although steps are spoken of. */
const notTheCount = [
  "average",
  "avg",
  "rata-rata",
  "rerata",
  "lagi",
  "left",
  "to go",
  "remaining",
  "tersisa",
  "more steps",
  "goal",
  "target",
  "sasaran",
  "tujuan",
  "per day",
  "a day",
  "/day",
  "/hari",
  "sehari",
  "this week",
  "minggu ini",
  "last week",
  "minggu lalu",
  "this month",
  "bulan ini",
  "7 days",
  "7 hari",
  "30 days",
  "30 hari",
  "weekly",
  "mingguan",
  "monthly",
  "bulanan",
  "record",
  "best",
  "terbaik",
  "challenge",
  "tantangan",
];

/** Headings below which other devices or people are listed: no number there is this person's day. */
const foreignSections = [
  "step count source",
  "step count sources",
  "data source",
  "data sources",
  "sources",
  "sumber hitungan langkah",
  "sumber data",
  "sumber",
  "leaderboard",
  "papan peringkat",
  "ranking",
  "peringkat",
];

/** Words that stand between a label and its number without meaning anything to us. */
const fillers = ["today", "hari ini", "total", "yesterday", "kemarin", "so far"];

/** Lower case, without spaces and punctuation that engines drop or invent: `Today's steps` → `todayssteps`. */
export function squeeze(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%+/]/gu, "");
}

function index<K extends string>(entries: Readonly<Record<K, readonly string[]>>): Map<string, K> {
  const map = new Map<string, K>();
  for (const [key, phrases] of Object.entries(entries) as [K, readonly string[]][]) {
    for (const phrase of phrases) map.set(squeeze(phrase), key);
  }
  return map;
}

const labelIndex = index(labels);
const unitIndex = index(units);
const fillerIndex = new Set(fillers.map(squeeze));
const foreignIndex = new Set(foreignSections.map(squeeze));

/** What a line that is a label and nothing else names, or `null`. An icon read as one character is forgiven. */
export function conceptOf(text: string): Concept | null {
  const plain = squeeze(text);
  for (const form of [
    plain,
    plain.replace(/^[0-9o]/, ""),
    plain.replace(/[0-9oi]$/, ""),
    plain.replace(/^[0-9o]|[0-9oi]$/g, ""),
  ]) {
    const concept = labelIndex.get(form);
    if (concept !== undefined) return concept;
  }
  return null;
}

/** What a word behind a number says the number counts, or `null`. */
export function unitOf(word: string): Unit | null {
  const plain = squeeze(word);
  return (
    unitIndex.get(plain) ??
    (plain.length >= 5 && units.steps.some((step) => oneLetterOff(plain, step)) ? "steps" : null)
  );
}

/** True when two words of one length differ in exactly one letter: `Iangkah` for `langkah`. */
function oneLetterOff(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let different = 0;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) different++;
  return different === 1;
}

/** True for text that may stand between a label and its number. */
export function isFiller(text: string): boolean {
  return fillerIndex.has(squeeze(text).replace(/^[0-9o]/, "")) || fillerIndex.has(squeeze(text));
}

/** True for a heading below which the numbers belong to somebody or something else. */
export function isForeignHeading(text: string): boolean {
  return foreignIndex.has(squeeze(text));
}

/** True where the words say that the number beside them is a goal, an average, a rest or a sum of days. */
export function deniesCount(text: string): boolean {
  const plain = squeeze(text);
  return notTheCount.some((phrase) => plain.includes(squeeze(phrase)));
}

/** How many letters are left of a text when step labels, units and fillers are taken away: prose has many. */
export function proseLetters(text: string): number {
  let rest = squeeze(text).replace(/[\d%+/]/g, "");
  const known = [...labels.steps, ...units.steps, ...fillers]
    .map(squeeze)
    .sort((a, b) => b.length - a.length);
  for (const phrase of known) rest = rest.replaceAll(phrase, "");
  return rest.length;
}

/** Words that stand in one of the two languages only, for telling which one the screen is in. */
const telling = {
  en: [
    "steps",
    "today",
    "distance",
    "summary",
    "daily activity",
    "calories",
    "day",
    "goal",
    "move",
    "heart",
    "home",
    "health",
    "sharing",
  ],
  id: [
    "langkah",
    "hari ini",
    "jarak",
    "ringkasan",
    "rangkuman",
    "aktivitas harian",
    "kalori",
    "hari",
    "target",
    "bergerak",
    "jantung",
    "beranda",
    "kesehatan",
    "berbagi",
    "tidur",
    "waktu aktif",
    "menit",
  ],
} as const;

/** The language of a screen's words, or `null` when they do not tell. */
export function localeOf(texts: readonly string[]): "en" | "id" | null {
  const words = texts.map((text) => text.toLowerCase());
  const count = (list: readonly string[]): number =>
    list.filter((phrase) =>
      words.some((text) => new RegExp(`(?<!\\p{L})${phrase}(?!\\p{L})`, "u").test(text)),
    ).length;
  const [en, id] = [count(telling.en), count(telling.id)];
  return en === id ? null : en > id ? "en" : "id";
}
