import type { ReasonCode, SignalCode } from "../../../reading/reasons.ts";
import type { ReportReasonCode } from "../../../webhook/reasons.ts";
import { type Said, said } from "./forms.ts";

/** What looks odd about a picture, and what is held against a number because of that or of a setting, in Indonesian. */
export const pictureSentences: Readonly<Record<SignalCode | Exclude<ReportReasonCode, ReasonCode>, Said>> = {
  copy: said("gambarnya sama dengan gambar lain", [
    "the same {same:same} as {as}",
    "{same:same} yang sama dengan {as}",
  ]),
  another_day: said("layarnya dari hari lain", [
    "the screen is of {date}, the picture came in on {received}",
    "layarnya dari tanggal {date}, gambarnya masuk tanggal {received}",
  ]),
  impossible_date: said("hari dan tanggal di layar tidak cocok", [
    "'{text}' is printed, but {day} is a {weekday:weekday}",
    "tertulis '{text}', padahal {day} adalah hari {weekday:weekday}",
  ]),
  clock_ahead: said("jam ponselnya lebih maju daripada saat gambarnya masuk", [
    "the phone's clock shows {clock} of a day on which the picture came in at {received}",
    "jam ponsel menunjukkan {clock}, padahal pada hari itu gambarnya sudah masuk pukul {received}",
  ]),
  status_bar: said(
    "jam di bilah status janggal",
    [
      "two clocks stand one above the other: {list:clocks}",
      "ada dua jam, yang satu di atas yang lain: {list:clocks}",
    ],
    ["the clock in the status bar shows {clock}", "jam di bilah status menunjukkan {clock}"],
  ),
  uneven_digits: said(
    "sebagian digit tampak berbeda dari digit lainnya",
    [
      "{list:digits} of {number} is drawn unlike the other digits",
      "{list:digits} pada {number} tampak berbeda dari digit lainnya",
    ],
    [
      "{list:digits} of {number} are drawn unlike the other digits",
      "{list:digits} pada {number} tampak berbeda dari digit lainnya",
    ],
  ),
  copy_of_report: said(
    "gambar yang sama pernah masuk",
    [
      "the same {same:same} came for user {user} on {day} (report {report})",
      "{same:same} yang sama pernah masuk untuk pengguna {user} tanggal {day} (laporan {report})",
    ],
    [
      "the same {same:same} came on {day} (deleted since)",
      "{same:same} yang sama pernah masuk tanggal {day} (sudah dihapus)",
    ],
  ),
  reviewed: said(
    "gambar ini sudah dilihat seseorang",
    [
      "{by} looked at the picture and found {steps} steps",
      "{by} melihat gambar ini dan menemukan {steps} langkah",
    ],
    [
      "{by} looked at the picture and found no count to book",
      "{by} melihat gambar ini dan tidak menemukan jumlah yang bisa dicatat",
    ],
  ),
  held_accept: said(
    "menurut pengaturan ACCEPT, hasil seperti ini perlu ditinjau",
    [
      "the setting ACCEPT sends every reading to a human",
      "menurut pengaturan ACCEPT, semua hasil perlu ditinjau",
    ],
    [
      "the setting ACCEPT sends every reading of {app} to a human",
      "menurut pengaturan ACCEPT, semua hasil dari {app} perlu ditinjau",
    ],
  ),
  held_copy: held("copy", "gambar yang sama pernah masuk"),
  held_date: held("date", "tanggal di layar tidak cocok"),
  held_clock: held("clock", "jam di layar tidak cocok"),
  held_digits: held("digits", "sebagian digit tampak berbeda"),
  held_bars: held("bars", "bilah statusnya janggal"),
};

/** What a signal holds against a number: for what, it says in a sentence that has no code of its own. */
function held(signal: string, what: string): Said {
  return said(`perlu ditinjau: ${what}`, [
    `the signal '${signal}' sends it to a human: {odd:reason}`,
    "perlu ditinjau: {odd:reason}",
  ]);
}
