import type { englishFound } from "./found-en.ts";

/** The same in Indonesian. */
export const indonesianFound: typeof englishFound = {
  first: (engine) => `mesin pembaca pertama (${engine})`,
  second: (engine) => (engine === null ? "mesin pembaca kedua" : `mesin pembaca kedua (${engine})`),
  notAsked: "tidak diminta membaca",
  nothing: "tidak membaca apa pun",
  candidate: "mungkin juga hitungannya",
};
