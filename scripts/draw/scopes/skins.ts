import type { Phone } from "../screen.ts";

/** Words in English and Indonesian. */
export type Words = readonly [english: string, indonesian: string];

/** How the head of an app's page looks. */
type Head = "centred" | "large" | "left" | "bar";

/** How an app looks and which words stand on each of its pages, whatever the page is about. */
export interface Skin {
  readonly app: string;
  readonly os: Phone["os"];
  readonly face: "Inter" | "Roboto" | "Figtree";
  readonly accent: string;
  readonly head: Head;
  /** Spans of time to choose from, from day on; none where the app has none. */
  readonly spans?: Words;
  /** Words at the foot, parted by commas. */
  readonly tabs: Words;
  readonly darkOnly?: true;
  /** Rounded cards on a grey ground, or everything on one ground. */
  readonly cards: boolean;
}

const DWMY: Words = ["Day,Week,Month,Year", "Hari,Minggu,Bulan,Tahun"];

/** The apps that the reader knows. */
export const KNOWN: readonly Skin[] = [
  {
    app: "Apple Health",
    os: "ios",
    face: "Inter",
    accent: "#f0592a",
    head: "centred",
    spans: ["D,W,M,6M,Y", "H,M,B,6B,T"],
    tabs: ["Summary,Sharing,Browse", "Ringkasan,Berbagi,Telusuri"],
    cards: true,
  },
  {
    app: "Apple Fitness",
    os: "ios",
    face: "Inter",
    accent: "#a6ff00",
    head: "large",
    tabs: ["Summary,Fitness+,Sharing", "Ringkasan,Fitness+,Berbagi"],
    darkOnly: true,
    cards: true,
  },
  {
    app: "Samsung Health",
    os: "android",
    face: "Figtree",
    accent: "#12cc6b",
    head: "left",
    spans: ["Days,Weeks,Months", "Hari,Minggu,Bulan"],
    tabs: ["Home,Together,Fitness,My page", "Beranda,Bersama,Kebugaran,Halaman saya"],
    cards: true,
  },
  {
    app: "Google Fit",
    os: "android",
    face: "Figtree",
    accent: "#1a73e8",
    head: "left",
    spans: ["Day,Week,Month", "Hari,Minggu,Bulan"],
    tabs: ["Home,Journal,Browse,Profile", "Beranda,Jurnal,Jelajahi,Profil"],
    cards: false,
  },
  {
    app: "Huawei Health",
    os: "android",
    face: "Roboto",
    accent: "#58b368",
    head: "left",
    spans: DWMY,
    tabs: ["Health,Exercise,Discover,Devices,Me", "Kesehatan,Olahraga,Temukan,Perangkat,Saya"],
    cards: true,
  },
  {
    app: "Fitbit",
    os: "android",
    face: "Figtree",
    accent: "#1f8f7a",
    head: "centred",
    spans: ["D,W,M,Y", "H,M,B,T"],
    tabs: ["Today,Coach,You", "Hari ini,Coach,Anda"],
    cards: true,
  },
  {
    app: "Garmin Connect",
    os: "android",
    face: "Roboto",
    accent: "#1f7fdc",
    head: "left",
    spans: ["1d,7d,4w,1y", "1h,7h,4m,1t"],
    tabs: ["Home,Challenges,Calendar,News,More", "Beranda,Tantangan,Kalender,Berita,Lainnya"],
    cards: false,
  },
  {
    app: "Mi Fitness",
    os: "android",
    face: "Roboto",
    accent: "#f7b500",
    head: "centred",
    spans: ["Day,Week,Month,Year", "Hari,Minggu,Bulan,Tahun"],
    tabs: ["Health,Workout,Device,Profile", "Kesehatan,Olahraga,Perangkat,Profil"],
    cards: true,
  },
];

function other(
  app: string,
  os: Skin["os"],
  accent: string,
  head: Head,
  tabs: Words,
  more: Partial<Skin> = {},
): Skin {
  const face = os === "ios" ? "Inter" : "Roboto";
  return { app, os, face, accent, head, tabs, cards: true, ...more };
}

/** Apps that the reader does not know, many with the everyday words of those that it does. */
export const UNKNOWN: readonly Skin[] = [
  other("Stepwell", "ios", "#e2574c", "large", ["Summary,Trends,Awards", "Ringkasan,Tren,Penghargaan"], {
    spans: ["Today,Week,Month,All", "Hari ini,Minggu,Bulan,Semua"],
  }),
  other("Langkahku", "android", "#ff7a45", "bar", ["Today,Reports,More", "Hari ini,Laporan,Lainnya"], {
    spans: DWMY,
  }),
  other("Pedometro", "android", "#3f51b5", "bar", ["Steps,History,Goal", "Langkah,Riwayat,Target"], {
    spans: DWMY,
  }),
  other(
    "Pacewell",
    "android",
    "#2f80ed",
    "centred",
    ["Me,Trends,Challenges,Groups", "Saya,Tren,Tantangan,Grup"],
    {
      spans: ["D,W,M,Y", "H,M,B,T"],
    },
  ),
  other("Trailo", "ios", "#fc5200", "left", ["Home,Maps,Record,Groups,You", "Beranda,Peta,Rekam,Grup,Anda"], {
    cards: false,
  }),
  other(
    "Runclub+",
    "ios",
    "#111111",
    "large",
    ["Summary,Plans,Run,Club,Activity", "Ringkasan,Rencana,Lari,Klub,Aktivitas"],
    {
      cards: false,
      spans: ["W,M,Y,All", "M,B,T,Semua"],
    },
  ),
  other(
    "Zappfit",
    "android",
    "#ff5a3c",
    "left",
    ["Homepage,Health,Workout,Profile", "Beranda,Kesehatan,Olahraga,Profil"],
    {
      spans: DWMY,
    },
  ),
  other(
    "Strainly",
    "ios",
    "#1ed2a4",
    "centred",
    ["Home,Health,Community,More", "Beranda,Kesehatan,Komunitas,Lainnya"],
    {
      darkOnly: true,
    },
  ),
  other("WalkCoin", "android", "#8a4fff", "bar", [
    "Home,Wallet,Market,Friends",
    "Beranda,Dompet,Pasar,Teman",
  ]),
  other("Sweatpoin", "android", "#00a884", "centred", ["Today,Offers,Me", "Hari ini,Penawaran,Saya"]),
  other("SehatPlus", "android", "#0057b8", "bar", [
    "Home,Policy,Steps,Rewards",
    "Beranda,Polis,Langkah,Hadiah",
  ]),
  other("Asuraga", "ios", "#c8102e", "left", [
    "Home,Activity,Rewards,Profile",
    "Beranda,Aktivitas,Hadiah,Profil",
  ]),
  other("Step Cup", "ios", "#ffb400", "large", ["Today,Teams,Awards", "Hari ini,Tim,Penghargaan"]),
  other("Wellbee", "android", "#7bb026", "left", ["Home,Move,Sleep,Me", "Beranda,Bergerak,Tidur,Saya"]),
  other("Kids Watch", "android", "#ff6fa5", "bar", [
    "Map,Messages,Steps,Settings",
    "Peta,Pesan,Langkah,Setelan",
  ]),
  other("Trip Log", "android", "#00838f", "bar", ["Trips,Map,Summary", "Perjalanan,Peta,Ringkasan"], {
    cards: false,
  }),
  other("Hikemate", "ios", "#4b7f3a", "centred", [
    "Explore,Activity,Goal,Profile",
    "Jelajah,Aktivitas,Target,Profil",
  ]),
  other("Health Sync", "android", "#5f6b7a", "left", ["Data,Apps,Log", "Data,Aplikasi,Log"]),
  other("Walkamon", "android", "#ef5350", "centred", ["Map,Friends,Adventure", "Peta,Teman,Petualangan"]),
  other("StepRace", "ios", "#6c5ce7", "large", ["Today,Race,Friends,Me", "Hari ini,Balapan,Teman,Saya"]),
  other(
    "FitBand Pro",
    "android",
    "#00b0ff",
    "centred",
    ["Home,Move,Device,Mine", "Beranda,Bergerak,Perangkat,Milikku"],
    {
      spans: DWMY,
    },
  ),
  other("Jalan Yuk", "android", "#26a69a", "bar", ["Today,Goal,Awards", "Hari ini,Target,Penghargaan"], {
    spans: ["Today,7 days,30 days", "Hari ini,7 hari,30 hari"],
  }),
];
