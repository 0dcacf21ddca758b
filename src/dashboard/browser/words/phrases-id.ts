import type { PlacePhrase, SignPhrase } from "../../../reading/reasons.ts";
import type { ScopePhrase } from "../../../reading/scope/sentences.ts";
import type { WeekdayName } from "../../../reading/signals/times.ts";
import { among, anyText, type Kind, numberWith } from "./forms.ts";

/** Parts of sentences about a number that are one of a few, in Indonesian. */

const places: Readonly<Record<PlacePhrase, string>> = {
  "over its goal": "bersama targetnya",
  "before the word for steps": "sebelum kata langkah",
  "behind the word for steps": "sesudah kata langkah",
  "under the word for steps": "di bawah kata langkah",
  "over the word for steps": "di atas kata langkah",
  "in a ring": "di dalam lingkaran",
  "without a word for steps": "tanpa kata langkah",
};

const signs: Readonly<Record<SignPhrase, string>> = {
  "it is a difference, or the end of a range": "itu selisih, atau ujung sebuah rentang",
  "it is an estimate": "itu perkiraan",
  "it is an increase, or less than there are": "itu tambahan, atau kurang dari jumlah yang sebenarnya",
  "it is put in brackets": "angkanya ditulis dalam tanda kurung",
};

const scopes: Readonly<Record<ScopePhrase, string>> = {
  "it is the count of a day": "ini hitungan satu hari",
  "it may be the count of a part of a day": "ini mungkin hitungan sebagian hari saja",
  "it may be the count of several days": "ini mungkin hitungan beberapa hari",
  "it may be a total": "ini mungkin jumlah keseluruhan",
  "it may be an average": "ini mungkin rata-rata",
  "it may be the count of one exercise": "ini mungkin hitungan satu kali olahraga",
  "it may be somebody else's count": "ini mungkin hitungan orang lain",
  "it may be a goal": "ini mungkin target",
  "it may be no record of a day": "ini mungkin bukan catatan satu hari",
};

const weekdays: Readonly<Record<WeekdayName, string>> = {
  Sunday: "Minggu",
  Monday: "Senin",
  Tuesday: "Selasa",
  Wednesday: "Rabu",
  Thursday: "Kamis",
  Friday: "Jumat",
  Saturday: "Sabtu",
};

const same: Readonly<Record<"file" | "screenshot", string>> = {
  file: "berkas",
  screenshot: "tangkapan layar",
};

/** Numbers or clocks one after the other, none of which has letters. */
const list: Kind = {
  ...anyText,
  say: (english) => {
    const each = english.split(" and ");
    return [each.slice(0, -1).join(", "), ...each.slice(-1)].filter((part) => part !== "").join(" dan ");
  },
};

/** What stands in the holes of sentences. */
export const phraseKinds = {
  n: numberWith(","),
  list,
  place: among(places),
  sign: among(signs),
  scope: among(scopes),
  weekday: among(weekdays),
  same: among(same),
} as const;
