import type { FailureCode } from "../../../errors.ts";

/** Codes of what can become of a picture, and of a job. */
export type JobFailureCode =
  | Extract<FailureCode, `IMAGE_${string}` | `DOWNLOAD_${string}` | `URL_${string}` | `OCR_${string}`>
  | "WORKER_DIED"
  | "CANCELLED"
  | "INTERNAL";

/** What went wrong with a picture, for a person who has to do something about it; numbers and names stand in the service's own sentence. */
export const failuresId: Readonly<Record<JobFailureCode, string>> = {
  IMAGE_EMPTY: "Berkas gambar kosong.",
  IMAGE_NOT_AN_IMAGE: "Berkas ini bukan gambar.",
  IMAGE_FORMAT_UNSUPPORTED: "Jenis gambar ini tidak bisa dibaca.",
  IMAGE_CORRUPT: "Gambar rusak.",
  IMAGE_TOO_LARGE: "Gambar terlalu besar.",
  IMAGE_TOO_SMALL: "Gambar terlalu kecil untuk dibaca.",
  URL_INVALID: "Alamat gambar tidak masuk akal.",
  URL_FORBIDDEN: "Alamat gambar menuju tempat yang tidak boleh dibuka dari sini.",
  URL_TOO_LONG: "Alamat gambar terlalu panjang.",
  DOWNLOAD_STATUS: "Server gambar tidak memberikan gambarnya.",
  DOWNLOAD_NOT_AN_IMAGE: "Yang diberikan server gambar bukan gambar.",
  DOWNLOAD_TOO_LARGE: "Gambar di servernya terlalu besar untuk diambil.",
  DOWNLOAD_TIMEOUT: "Gambar tidak selesai diambil pada waktunya.",
  DOWNLOAD_FAILED: "Gambar tidak bisa diambil dari servernya.",
  DOWNLOAD_REDIRECTS: "Server gambar mengalihkan terlalu sering.",
  DOWNLOAD_SERVER_BUSY: "Server gambar sedang sibuk atau terganggu.",
  OCR_TIMEOUT: "Gambar tidak selesai dibaca pada waktunya.",
  OCR_MEMORY: "Membaca gambar ini membutuhkan terlalu banyak memori.",
  WORKER_DIED: "Pembacanya berhenti di tengah gambar ini.",
  CANCELLED: "Seorang operator membatalkan pekerjaan ini.",
  INTERNAL: "Ada yang salah di dalam layanan. Catatan layanan menjelaskannya.",
};
