/** Where the tags of an ICC profile begin, and how long each entry of their table is (ICC.1:2022, 7.3). */
const table = { count: 128, entries: 132, entryLength: 12 } as const;
/** What such profiles are called: by those who make screens, and by the makers of compact profiles (`uRGB`, `uP3`, `sP3C`). */
const likeSrgb = /sRGB|uRGB|Display P3|[su]P3/;
/** More than any profile has: what says so is none. */
const mostTags = 200;
/** Bytes of a description that are looked at. */
const longest = 200;

/**
 * Whether colours of a profile are as good as sRGB to a reader of text: sRGB itself, and Display P3, which has the same
 * curve and only reaches further. Bringing all pixels of such a picture to sRGB takes as long as decoding it.
 */
export function isLikeSrgb(icc: Uint8Array): boolean {
  return likeSrgb.test(descriptionOf(icc));
}

/** The English name of a profile, in whichever encoding, without what lies between its letters; empty where it has none. */
function descriptionOf(icc: Uint8Array): string {
  const view = new DataView(icc.buffer, icc.byteOffset, icc.byteLength);
  if (icc.length < table.entries) return "";
  const count = Math.min(mostTags, view.getUint32(table.count));
  for (let tag = 0; tag < count; tag++) {
    const at = table.entries + tag * table.entryLength;
    if (at + table.entryLength > icc.length) return "";
    if (ascii(icc.subarray(at, at + 4)) !== "desc") continue;
    const from = view.getUint32(at + 4);
    return ascii(icc.subarray(from, from + Math.min(longest, view.getUint32(at + 8))));
  }
  return "";
}

function ascii(bytes: Uint8Array): string {
  return [...bytes].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "")).join("");
}
