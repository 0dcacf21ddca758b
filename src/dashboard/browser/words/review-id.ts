import type { englishReview } from "./review-en.ts";

/** The same in Indonesian. */
export const indonesianReview: typeof englishReview = {
  title: "Tinjau",
  notAllowed: "Hanya peran review dan operate yang boleh memutuskan laporan. Hubungi yang membuat akun Anda.",
  none: "Tidak ada yang meragukan.",
  noneHelp: "Yang baru masuk muncul di sini dengan sendirinya.",
  withOthers: (count) => `${count} terakhir sedang dilihat orang lain.`,
  off: "Tidak ada yang ditinjau di sini: REVIEW_DAYS bernilai 0.",
  left: (count) => `tersisa ${count}`,
  oldest: (span) => `terlama sejak ${span}`,
  decided: (count, perMinute) => `Anda memutuskan ${count}, ${perMinute} per menit`,
  other_person: (name, count) => `${name} memegang ${count}`,
  picture: "Gambarnya. Tekan sebuah angka untuk memilihnya sebagai jumlah langkah",
  closeUp: "Angkanya dari dekat",
  noPicture: (why) => `Gambar tidak dapat ditampilkan. ${why}`,
  notShown:
    "Peramban Anda tidak dapat menampilkan jenis gambar ini, jadi tidak bisa diputuskan di sini. Lewati saja.",
  choose: (steps) => `pilih ${steps} sebagai jumlah langkah`,
  noCandidate: "Program tidak menemukan jumlah langkah.",
  acceptSteps: (steps) => `Terima ${steps}`,
  actions: {
    accept: "Terima",
    noCount: "Tidak ada jumlah",
    reject: "Tolak",
    skip: "Lewati",
    undo: "Batalkan",
    boxes: "Kotak",
  },
  other: "Angka lain",
  book: "Catat",
  bookSteps: (steps) => `Catat ${steps}`,
  noNumber: "Ketik bilangan bulat, paling banyak tujuh angka, seperti 8958 atau 8.958.",
  typedAlready:
    "Ada bilangan yang sudah diketik. Tekan Enter di kolomnya untuk mencatat, Escape untuk membatalkan.",
  strange: (steps) =>
    `${steps} tidak terbaca di mana pun pada gambar. Periksa lagi; tekan Enter sekali lagi untuk mencatatnya.`,
  receivedOn: "hari laporan",
  notDelivered: "Aplikasi tidak diberi tahu keputusan di sini: petugasnya sendiri yang memutuskan.",
  notKept: (report, why) => `Laporan ${report}: ${why}`,
  mayBeKept: (report, why) =>
    `Laporan ${report}: ${why} Mungkin itu keputusan Anda sendiri tadi, yang jawabannya hilang: Batalkan menariknya kembali.`,
  nothingBack: "Tidak ada yang bisa dibatalkan.",
  notThis:
    "Laporan ini sekarang tidak perlu diputuskan: sudah diputuskan, sedang dilihat orang lain, atau masih dikirim.",
  keys: "Tombol",
  keysHelp: "Angka memulai sebuah bilangan, Enter mencatatnya, Escape membatalkannya. Yang lain bisa diubah:",
  changeKey: (action, key) => `${action}: ${key}. Ubah tombol`,
  pressKey: "tekan tombol …",
  usualKeys: "Tombol semula",
  desk: "Putuskan di meja tinjau",
  decisions: {
    accepted: "menerima angkanya",
    corrected: "menemukan angka lain",
    no_count: "tidak menemukan jumlah",
    rejected: "menolaknya",
  },
  decidedBy: (name, what) => `${name} ${what}`,
  heldBy: (name) => `${name} sedang melihatnya`,
};
