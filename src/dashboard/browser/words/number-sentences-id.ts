import type { ReasonCode, SignalCode } from "../../../reading/reasons.ts";
import { plain, type Said, said } from "./forms.ts";

/** What speaks for and against a number, or why there is none, in Indonesian. */
export const numberSentences: Readonly<Record<Exclude<ReasonCode, SignalCode>, Said>> = {
  over_goal: said(
    "angkanya tertulis bersama target langkah",
    ["{number} over its goal {n:goal} in steps", "{number} tertulis bersama targetnya, {n:goal} langkah"],
    ["{number} over its goal in steps", "{number} tertulis bersama target langkah"],
  ),
  before_unit: said("sesudah angkanya ada kata langkah", [
    "{number} is followed by the word for steps",
    "sesudah {number} ada kata langkah",
  ]),
  at_label: said("angkanya ada di dekat tulisan yang menamainya", [
    "{number} stands at '{label}'",
    "{number} ada di dekat tulisan '{label}'",
  ]),
  in_ring: said("angkanya ada di dalam lingkaran", [
    "{number} stands in the ring over '{legend}'",
    "{number} ada di dalam lingkaran, di atas tulisan '{legend}'",
  ]),
  in_sentence: said("sebuah kalimat menyebut angka ini langkah", [
    "{number} is called steps in a sentence",
    "sebuah kalimat menyebut {number} langkah",
  ]),
  largest: said("ini angka terbesar di layar yang menyebut langkah", [
    "{number} is the largest number of a screen that speaks of steps",
    "{number} adalah angka terbesar di layar yang menyebut langkah",
  ]),
  printed_twice: plain("hitungan yang sama tertulis dua kali"),
  engines_agree: plain("kedua mesin pembaca membaca digit yang sama"),
  stride: said("panjang langkahnya wajar", ["{n:metres} m a step", "{n:metres} m per langkah"]),
  percent_of_goal: said("persentase yang tertulis cocok dengan target", [
    "{n:percent} % of the goal {n:goal}",
    "{n:percent}% dari target {n:goal}",
  ]),
  several_counts: said("ada lebih dari satu hitungan langkah di layar", [
    "{n:count} step counts on the screen: {list:numbers}",
    "ada {n:count} hitungan langkah di layar: {list:numbers}",
  ]),
  engines_differ: said(
    "kedua mesin pembaca membaca digit yang berbeda",
    [
      "the engines read different digits: {first} and nothing",
      "mesin pembaca pertama membaca {first}, yang kedua tidak membaca apa pun",
    ],
    [
      "the engines read different digits: {first} and {second}",
      "kedua mesin pembaca membaca digit yang berbeda: {first} dan {second}",
    ],
  ),
  one_engine: plain("digitnya hanya dibaca oleh satu mesin pembaca"),
  unlikely_stride: said("jarak yang tertulis tidak masuk akal untuk langkah sebanyak itu", [
    "{distance} would be {n:metres} m a step",
    "{distance} berarti {n:metres} m per langkah, dan itu tidak masuk akal",
  ]),
  unlikely_bar: said("panjang bilah di bawah angkanya tidak cocok", [
    "the bar under it is filled to {n:percent} %, but {n:count} are {n:expected} % of {n:goal}",
    "bilah di bawahnya terisi {n:percent}%, padahal {n:count} adalah {n:expected}% dari {n:goal}",
  ]),
  unlikely_rest: said("sisa langkah yang tertulis tidak cocok", [
    "{rest} are printed as left, but {n:count} of {n:goal} leave {n:left}",
    "tertulis sisa {rest}, padahal {n:count} dari {n:goal} menyisakan {n:left}",
  ]),
  unlikely_percent: said("persentase yang tertulis tidak cocok dengan target", [
    "{n:percent} % is printed, but {n:count} are {n:expected} % of {n:goal}",
    "tertulis {n:percent}%, padahal {n:count} adalah {n:expected}% dari {n:goal}",
  ]),
  unknown_app: plain("aplikasinya tidak dikenali"),
  unknown_page: said("halaman aplikasi ini tidak dikenal", [
    "this page of {app} is not known",
    "halaman {app} ini tidak dikenal",
  ]),
  too_little: plain("terlalu sedikit di layar yang menguatkan angka ini"),
  other_scope: said(
    "ini mungkin bukan hitungan satu hari penuh",
    ["the screen does not print the day that it is about", "layar tidak menunjukkan hari mana yang dimaksud"],
    [
      "'{text}' stands in the title or at the number, and what it means is not known",
      "'{text}' tertulis di judul atau di dekat angka, dan artinya tidak diketahui",
    ],
    ["{scope:what}", "{scope:what}"],
    ["{scope:what}: '{text}'", "{scope:what}: '{text}'"],
  ),
  no_ring: plain("hitungan halaman ini seharusnya ada di dalam lingkaran, tetapi tidak ditemukan di sana"),
  one_exercise: plain("ini tampak seperti satu kali olahraga, bukan satu hari"),
  too_wide: plain("gambarnya lebih lebar daripada layar ponsel"),
  incomplete: plain("ada bagian gambar yang hilang"),
  more_digits_beside: said("mungkin masih ada digit lain di sampingnya", [
    "there may be more digits beside {number}: {n:wider}",
    "mungkin masih ada digit lain di samping {number}: {n:wider}",
  ]),
  small_count: said("tidak ada di layar yang menguatkan hitungan sekecil ini", [
    "nothing on the screen confirms a count as small as {n:count}",
    "tidak ada di layar yang menguatkan hitungan sekecil {n:count}",
  ]),
  zero_count: plain("hitungan 0 tidak pernah dicatat"),
  too_many_steps: said("terlalu banyak langkah untuk satu hari", [
    "more than {n:most} steps in a day",
    "lebih dari {n:most} langkah dalam sehari",
  ]),
  high_goal: said("targetnya sepertinya bukan target satu hari", [
    "a goal of {n:goal} is hardly one for a day",
    "target {n:goal} sepertinya bukan target satu hari",
  ]),
  other_place: said("halaman ini tidak menulis hitungannya di tempat itu", [
    "this page does not print its count {place:place}",
    "halaman ini tidak menulis hitungannya {place:place}",
  ]),
  out_of_line: said("angkanya tidak sejajar dengan tulisannya: mungkin ada digit yang hilang", [
    "{number} is out of line with '{word}': a digit may be missing",
    "{number} tidak sejajar dengan '{word}': mungkin ada digit yang hilang",
  ]),
  at_edge: plain("angkanya sampai ke tepi gambar, mungkin ada digit yang terpotong"),
  words_beside: said("ada kata lain di sampingnya", [
    "other words stand beside it: '{line}'",
    "ada kata lain di sampingnya: '{line}'",
  ]),
  estimate: said("layarnya menyebut angka ini perkiraan", [
    "'{label}' calls it an estimate",
    "'{label}' menyebutnya perkiraan",
  ]),
  part_of_number: said("mungkin ini bagian dari angka yang lebih panjang", [
    "'{line}' may be a number of more digits than {number}",
    "'{line}' mungkin angka dengan digit lebih banyak daripada {number}",
  ]),
  decimals: said("angkanya memakai desimal, padahal hitungan langkah tidak", [
    "'{number}' has decimals, which no count has",
    "'{number}' memakai desimal, padahal hitungan langkah tidak",
  ]),
  sign: said("ada tanda di samping angka yang mengubah artinya", [
    "'{line}' has a '{mark}' beside {number}: {sign:meaning}",
    "'{line}' memuat tanda '{mark}' di samping {number}: {sign:meaning}",
  ]),
  goal_in_words: said("targetnya tertulis tidak seperti di halaman yang dikenal", [
    "its goal stands behind '{word}', as on no page that is known",
    "targetnya tertulis sesudah '{word}', tidak seperti di halaman yang dikenal",
  ]),
  goal_unread: said("target sesudah angka ini tidak terbaca", [
    "the goal behind {number} cannot be read",
    "target sesudah {number} tidak terbaca",
  ]),
  may_be_goal: said("angka ini mungkin target", [
    "{number} may be the goal of {rival} beside it",
    "{number} mungkin target dari {rival} di sampingnya",
  ]),
  round: said("angka ini bulat seperti target", [
    "{number} is as round as a goal",
    "{number} bulat seperti target",
  ]),
  overlaps: said("angkanya mulai di tempat angka lain berakhir: mungkin keduanya satu angka", [
    "{number} begins where '{other}' ends: they may be one number",
    "{number} mulai di tempat '{other}' berakhir: mungkin keduanya satu angka",
  ]),
  text_under: said("ada tulisan lain di bawahnya", [
    "'{text}' stands under it",
    "'{text}' tertulis di bawahnya",
  ]),
  text_beside: said("ada tulisan lain di sampingnya", [
    "'{text}' stands beside it",
    "'{text}' tertulis di sampingnya",
  ]),
  yesterday: said("ini mungkin hitungan kemarin", [
    "it may be yesterday's: '{text}'",
    "ini mungkin hitungan kemarin: '{text}'",
  ]),
  half_a_ring: said("angkanya ada di dalam lingkaran tanpa angka kedua halaman ini", [
    "{number} stands in its ring without the other number of this page",
    "{number} ada di dalam lingkaran tanpa angka kedua halaman ini",
  ]),
  off_centre: said("angkanya tidak ada di tengah lingkaran", [
    "{number} does not stand in the middle of its ring",
    "{number} tidak ada di tengah lingkaran",
  ]),
  ring_reversed: said("angka-angka di lingkaran mungkin tertukar", [
    "'{legend}' stands before '{other}': the numbers of the ring may be the other way round",
    "'{legend}' ada sebelum '{other}': angka-angka di lingkaran mungkin tertukar",
  ]),
  struck_out: said("angkanya dicoret", ["{number} is struck out", "{number} dicoret"]),
  odd_digits: said("sebagian digit mungkin ditambahkan", [
    "{list:digits} of {number} may have been put there: the other digits are drawn otherwise",
    "{list:digits} pada {number} mungkin ditambahkan: digit lainnya tampak berbeda",
  ]),
  joined_digits: said("digit-digit angkanya menyatu", [
    "the digits of {number} run into each other, or something runs into them",
    "digit-digit {number} menyatu, atau ada yang menyentuhnya",
  ]),
  sentence: said("angkanya ada di dalam kalimat tentang langkah", [
    "'{line}' is a sentence about steps",
    "'{line}' adalah kalimat tentang langkah",
  ]),
  no_word: said("tidak ada kata yang menghubungkan angka ini dengan langkah", [
    "no word ties {number} to steps",
    "tidak ada kata yang menghubungkan {number} dengan langkah",
  ]),
  no_step_screen: plain("tidak ada apa pun tentang langkah di gambar ini"),
  no_count: said(
    "tidak ada hitungan langkah di gambar ini",
    [
      "the picture speaks of steps, but shows no step count",
      "gambar ini menyebut langkah, tetapi tidak menunjukkan hitungannya",
    ],
    ["this is {app}, but shows no step count", "ini {app}, tetapi tidak menunjukkan hitungan langkah"],
  ),
};
