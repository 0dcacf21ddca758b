/** Renders a screen to a PNG with a palette, which keeps drawn screens small without a visible loss. */
export async function renderPng(svg: string): Promise<Buffer> {
  return await (await flat(svg))
    .png({ palette: true, colours: 128, dither: 0.4, effort: 7, compressionLevel: 9 })
    .toBuffer();
}

/** Renders a screen to a PNG in a fraction of that time, for sets of thousands that are read once. */
export async function renderQuickly(svg: string): Promise<Buffer> {
  return await (await flat(svg)).png({ compressionLevel: 3, adaptiveFiltering: false }).toBuffer();
}

/** The renderer is loaded with the first picture: who only wants to know what is drawn does without it. */
async function flat(svg: string) {
  const { default: sharp } = await import("sharp");
  return sharp(Buffer.from(svg)).flatten({ background: "#ffffff" });
}
