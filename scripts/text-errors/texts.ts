/** A page of text that was made up for this: paragraphs, or rows whose last part stands at the right edge. */
export interface Page {
  readonly language: "eng" | "ind";
  readonly name: "letter" | "note" | "receipt";
  /** Each is broken into lines where it is too wide; a row is its two parts. */
  readonly paragraphs: readonly (string | readonly [left: string, right: string])[];
}

/** What is drawn and read: plain prose, a list, and columns of numbers, in both languages. */
export const pages: readonly Page[] = [
  {
    language: "eng",
    name: "letter",
    paragraphs: [
      "14 March 2026",
      "Dear Mrs Whitcombe,",
      "Thank you for your letter of 27 February. I am glad that the roof over the kitchen has been repaired at last, and that the bill came to no more than 1,240 pounds. We had feared twice as much. The carpenter’s quick work was a pleasant surprise; please tell him so when you next see him.",
      "About the garden: the two apple trees beside the wall should be cut back before the end of the month. If the frost holds, wait another week. You will find the long ladder in the shed, behind the green bicycle, and the key hangs where it always did. Don’t let the boys climb higher than 3 metres!",
      "My train arrives on Friday at 17:45, platform 6. I shall walk from the station, as it is hardly 800 steps to your door, so nobody needs to fetch me. Is there anything I can bring from town? Last time you asked for “a good loaf of rye bread” and 250 g of coffee.",
      "With kind regards,",
      "Jonathan Everly",
    ],
  },
  {
    language: "eng",
    name: "note",
    paragraphs: [
      "Things to do before Thursday (call me on 0171 496 0382 if unsure):",
      "1. Water the plants - the ferns need half a litre each, the cactus nothing.",
      "2. Feed the cat at 7.30 and at 18.00; her food is on the top shelf.",
      "3. Take the parcel to the post office. It weighs 4.6 kg and must not be bent.",
      "4. Pay the electricity bill: account 60-83-71, reference QX/2291-B, due on 19/03.",
      "5. Walk the dog twice, 5,000 steps or more; he gets fat otherwise.",
      "P.S. The neighbour at no. 14 has a spare key & knows about the alarm.",
    ],
  },
  {
    language: "eng",
    name: "receipt",
    paragraphs: [
      "GREENFIELD MARKET",
      "22 Orchard Lane, open 8 am to 9 pm",
      ["Receipt no. 004518", "12/03/2026"],
      ["2 x Whole milk 1 l", "2.58"],
      ["Brown eggs, large, 10 pieces", "3.79"],
      ["Jasmine rice 5 kg", "11.45"],
      ["Olive oil, extra virgin", "8.90"],
      ["Washing powder 30% off", "6.23"],
      ["Subtotal", "32.95"],
      ["Discount (member)", "-1.65"],
      ["TOTAL", "31.30"],
      ["Cash", "40.00"],
      ["Change", "8.70"],
      "Thank you! Goods can be returned within 14 days.",
    ],
  },
  {
    language: "ind",
    name: "letter",
    paragraphs: [
      "Bandung, 14 Maret 2026",
      "Yth. Ibu Kartika,",
      "Terima kasih atas surat Ibu tanggal 27 Februari. Saya senang mendengar bahwa atap dapur akhirnya selesai diperbaiki dan biayanya hanya Rp1.240.000. Kami semula khawatir harus membayar dua kali lipat. Pekerjaan tukang kayu itu cepat sekali; tolong sampaikan salam saya kepadanya.",
      "Mengenai kebun: dua pohon jambu di dekat tembok sebaiknya dipangkas sebelum akhir bulan. Kalau hujan masih turun terus-menerus, tunggulah seminggu lagi. Tangga panjang ada di gudang, di belakang sepeda hijau, dan kuncinya tergantung di tempat biasa. Jangan biarkan anak-anak memanjat lebih tinggi dari 3 meter!",
      "Kereta saya tiba hari Jumat pukul 17.45 di jalur 6. Saya akan berjalan kaki dari stasiun karena jaraknya tidak sampai 800 langkah ke rumah Ibu, jadi tidak perlu dijemput. Adakah yang bisa saya bawakan dari kota? Dulu Ibu pernah meminta “roti gandum yang enak” dan kopi 250 g.",
      "Hormat saya,",
      "Yusuf Firmansyah",
    ],
  },
  {
    language: "ind",
    name: "note",
    paragraphs: [
      "Yang harus dikerjakan sebelum Kamis (telepon 0812 4960 382 kalau ragu):",
      "1. Siram tanaman - pakis setengah liter tiap pot, kaktus tidak usah.",
      "2. Beri makan kucing pukul 7.30 dan 18.00; makanannya di rak paling atas.",
      "3. Antarkan paket ke kantor pos. Beratnya 4,6 kg dan tidak boleh dilipat.",
      "4. Bayar tagihan listrik: rekening 60-83-71, kode QX/2291-B, paling lambat 19/03.",
      "5. Ajak anjing jalan-jalan dua kali, 5.000 langkah atau lebih; nanti ia gemuk.",
      "NB: Tetangga di no. 14 punya kunci cadangan & tahu soal alarm.",
    ],
  },
  {
    language: "ind",
    name: "receipt",
    paragraphs: [
      "TOKO SUMBER REJEKI",
      "Jl. Melati No. 22, buka pukul 08.00 sampai 21.00",
      ["Nota no. 004518", "12/03/2026"],
      ["2 x Susu segar 1 l", "37.800"],
      ["Telur ayam 10 butir", "28.500"],
      ["Beras pandan wangi 5 kg", "84.000"],
      ["Minyak goreng 2 l", "36.900"],
      ["Sabun cuci, diskon 30%", "17.250"],
      ["Jumlah", "204.450"],
      ["Potongan anggota", "-10.200"],
      ["TOTAL", "194.250"],
      ["Tunai", "200.000"],
      ["Kembali", "5.750"],
      "Terima kasih! Barang dapat ditukar dalam 14 hari.",
    ],
  },
];
