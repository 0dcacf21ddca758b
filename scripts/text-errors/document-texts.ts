import type { TextStyle } from "../draw/index.ts";

/** The kinds of pages that are drawn as documents. */
type Kind = "table" | "ruled table" | "two columns" | "three columns" | "letter" | "receipt" | "report";

/** Cells of one row of a table. */
export type Row = readonly string[];

/** What stands on a page from margin to margin. */
export type Part =
  | { readonly heading: string }
  | { readonly prose: readonly string[]; readonly columns?: number; readonly indented?: boolean }
  | { readonly lines: readonly string[]; readonly at?: "left" | "right" | "middle" }
  | { readonly table: readonly Row[]; readonly widths: readonly number[]; readonly ruled?: boolean };

const harbour = [
  "The harbour of Kessingholm was built when herring still came up the sound in such numbers that boys could scoop them out with baskets. Its two moles, each about 340 metres long, were finished within six summers, although the money ran out twice and the masons went home in between.",
  "Nobody had asked the fishermen. They would have said that the mouth lay open to the north-west, from where the heavy weather comes, and that a shelter into which the sea runs straight is none at all. In the first winter eleven boats were lost at their own moorings.",
  "So a third mole was added, bent like an elbow, and since then the water inside has been as smooth as a pond. The cost, 61,500 crowns, was shared by the parish and the owners of the boats; a list of what each of them paid still hangs in the net loft.",
  "Today the boats have gone, but for three. Where barrels were stacked, visitors park their cars, and in July the café on the quay sells more waffles in one afternoon than it does between October and Easter. The moles, however, stand as they did, and so does the bend of the elbow.",
];

const market = [
  "Pasar pagi di kota kecil itu mulai ramai sejak pukul empat, ketika truk sayur dari lereng gunung menurunkan kubis, wortel, dan daun bawang. Pedagang menata barang di atas terpal biru sambil minum kopi dari gelas kecil.",
  "Menjelang pukul enam jalan di depannya sudah penuh. Becak, sepeda motor, dan ibu-ibu dengan keranjang saling mendahului, tetapi jarang ada yang marah. Harga cabai naik turun setiap hari; minggu lalu Rp45.000 sekilo, hari ini hampir dua kali lipat.",
  "Pak Darto sudah 32 tahun berjualan tempe di pojok timur. Ia hafal siapa yang suka tempe tipis dan siapa yang minta dibungkus daun pisang. Anak-anaknya bekerja di kota besar dan memintanya berhenti, tetapi ia selalu menggeleng.",
  "Kalau matahari sudah tinggi, terpal digulung dan lorong disapu. Kucing-kucing keluar dari bawah meja mencari sisa ikan. Siang hari hanya tinggal penjual es dan tukang jahit, dan besok subuh semuanya dimulai lagi dari awal.",
];

const stock: readonly Row[] = [
  ["Article", "In stock", "Price"],
  ["Copper pipe 15 mm", "120", "8.40"],
  ["Copper pipe 22 mm", "64", "12.95"],
  ["Brass elbow", "310", "2.15"],
  ["Ball valve, long handle", "18", "16.70"],
  ["Thread seal tape", "475", "0.89"],
  ["Expansion tank 18 l", "7", "54.00"],
  ["Radiator key", "96", "1.20"],
  ["Pipe clip with screw", "1,250", "0.34"],
  ["Pressure gauge 0-6 bar", "22", "11.85"],
  ["Flux paste 100 g", "41", "6.50"],
  ["Solder wire 250 g", "39", "19.90"],
];

const timetable: readonly Row[] = [
  ["Stasiun", "Tiba", "Berangkat", "Jalur"],
  ["Sukamaju", "05.12", "05.15", "2"],
  ["Kalijati Lama", "05.48", "05.50", "1"],
  ["Batu Putih", "06.21", "06.30", "4"],
  ["Simpang Tiga", "06.57", "06.58", "1"],
  ["Rawa Indah", "07.33", "07.36", "3"],
  ["Pelabuhan", "08.04", "08.20", "6"],
];

/** What is drawn and read as documents, all of it made up. */
export const documents: readonly DocumentPage[] = [
  {
    kind: "table",
    language: "eng",
    face: "Roboto",
    width: 420,
    parts: [
      { heading: "Stock on 30 June" },
      { prose: ["Counted by two people on the same evening; prices are in euros, without tax."] },
      { table: stock, widths: [0.5, 0.25, 0.25] },
      { lines: ["Checked: M. Aldous"] },
    ],
  },
  {
    kind: "ruled table",
    language: "ind",
    face: "Roboto",
    width: 420,
    parts: [
      { heading: "Jadwal kereta pagi" },
      { table: timetable, widths: [0.4, 0.2, 0.24, 0.16], ruled: true },
      { prose: ["Berlaku mulai 1 Februari. Penumpang diminta tiba 15 menit sebelum keberangkatan."] },
    ],
  },
  {
    kind: "two columns",
    language: "eng",
    face: "PT Serif",
    width: 595,
    parts: [{ heading: "A harbour with an elbow" }, { prose: harbour, columns: 2, indented: true }],
  },
  {
    kind: "three columns",
    language: "ind",
    face: "PT Serif",
    width: 595,
    parts: [{ heading: "Pasar yang bangun sebelum kota" }, { prose: market, columns: 3 }],
  },
  {
    kind: "letter",
    language: "eng",
    face: "PT Serif",
    width: 595,
    parts: [
      { lines: ["Orla Pemberton", "17 Saltmarsh Row", "Kessingholm"] },
      { lines: ["9 October 2026"], at: "right" },
      { lines: ["Dear Mr Halloran,"] },
      { prose: harbour.slice(1, 3) },
      { prose: ["I should be grateful for an answer before the 31st, by letter or on 01632 960 417."] },
      { lines: ["Yours sincerely,"] },
      { lines: ["Orla Pemberton"] },
    ],
  },
  {
    kind: "receipt",
    language: "ind",
    face: "Roboto",
    width: 300,
    parts: [
      { lines: ["KEDAI TIGA SAUDARA", "Jl. Kenanga 8, tel. 0274 555 019"], at: "middle" },
      {
        table: [
          ["Kasir: Rina", "18/07/2026"],
          ["2 Nasi goreng", "56.000"],
          ["1 Soto ayam", "23.500"],
          ["3 Es teh manis", "18.000"],
          ["1 Pisang bakar keju", "17.250"],
          ["Subtotal", "114.750"],
          ["Pajak 10%", "11.475"],
          ["TOTAL", "126.225"],
          ["Tunai", "150.000"],
          ["Kembali", "23.775"],
        ],
        widths: [0.6, 0.4],
      },
      { lines: ["Terima kasih, sampai jumpa!"], at: "middle" },
    ],
  },
  {
    kind: "report",
    language: "eng",
    face: "PT Serif",
    width: 595,
    parts: [
      { heading: "The year in the workshop" },
      { prose: ["What was repaired, what it cost, and what should be bought before the winter."] },
      { prose: harbour.slice(0, 3), columns: 2 },
      { table: stock.slice(0, 7), widths: [0.5, 0.25, 0.25] },
      { prose: harbour.slice(3) },
    ],
  },
];

/** A kind of document in one language: its parts from top to bottom, which is also the order in which they are read. */
export interface DocumentPage {
  readonly kind: Kind;
  readonly language: "eng" | "ind";
  readonly face: TextStyle["face"];
  /** Widths and sizes are in points, 72 to an inch, as on paper. */
  readonly width: number;
  readonly parts: readonly Part[];
}
