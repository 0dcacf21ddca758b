import { bottom, right } from "../extract/layout.ts";
import { apart, medianColour } from "../image/colours.ts";
import { type Box, type Colour, clip, type Raster, union } from "../image/raster.ts";

/** Where the page's own colour is looked for: a stripe at the picture's left edge, as a share of its width. */
const stripe = { from: 0.003, to: 0.02 } as const;
/** From this difference of a channel on, 0–255, a card is told from the page under it. */
const leastApart = 5;
/** Share of a row or column between two cards that may be of another colour than the page's. */
const mostUnlike = 0.03;
/** Rows or columns between two cards, as a share of the picture's width. */
const leastGap = 0.008;
/** How far from the number is looked for them, in widths of the picture: no card is longer, and a picture may be. */
const farthest = 2.5;
/** Pixels of a row that are looked at, about: a picture may be wide, and hold many lines. */
const looked = 360;

/** The card that a number stands on, as far as its ground tells. */
export interface Card {
  /** Whether a card is seen at all: many pages are of one colour. */
  readonly isSeen: boolean;
  /** Whether the page is seen between the number and a box: they are on different cards then. Never where no card is seen. */
  readonly parts: (box: Box) => boolean;
  /** Whether a box stands on the page itself, and on no card. */
  readonly isOnPage: (box: Box) => boolean;
}

export function cardOf(number: Box, raster: Raster): Card {
  const pages = new Map<number, Colour>();
  const own = groundApart(number);
  const isSeen = own >= leastApart;
  // A number may stand on a tile that is further from the page than its card: that one must not be taken for the page.
  const most = Math.min(Math.max(leastApart, own), 2 * leastApart) / 2;
  const least = Math.max(2, Math.round(leastGap * raster.width));
  const stride = Math.max(1, Math.floor(raster.width / looked));
  return { isSeen, parts, isOnPage: (box) => groundApart(box) <= most };

  function groundApart(box: Box): number {
    const around = { ...box, y: box.y - 0.3 * box.height, height: 1.6 * box.height };
    return apart(medianColour(raster, around), 0, pageColour(raster, around));
  }

  function parts(box: Box): boolean {
    if (!isSeen) return false;
    const both = clip(union([number, box]), raster.width, raster.height);
    const margin = stripe.from * raster.width;
    const isAbove = box.y < number.y;
    const isLeft = box.x < number.x;
    return (
      hasGap(
        isAbove ? number.y - bottom(box) : box.y - bottom(number),
        (step) => (isAbove ? number.y - step : bottom(number) + step - 1),
        // A picture on the card may be of the page's colour, and reaches to neither edge.
        (y) =>
          isPage({ x: margin, y, width: right(both) - margin, height: 1 }) ||
          isPage({ x: both.x, y, width: raster.width - margin - both.x, height: 1 }),
      ) ||
      hasGap(
        isLeft ? number.x - right(box) : box.x - right(number),
        (step) => (isLeft ? number.x - step : right(number) + step - 1),
        (x) => isPage({ x, y: both.y, width: 1, height: both.height }),
      )
    );
  }

  /** Whether there are enough rows, or columns, of the page next to each other; from the number on, as cards are small. */
  function hasGap(count: number, at: (step: number) => number, isOfPage: (at: number) => boolean): boolean {
    let run = 0;
    for (let step = 1; step <= Math.min(count, farthest * raster.width); step++) {
      run = isOfPage(Math.round(at(step))) ? run + 1 : 0;
      if (run >= least) return true;
    }
    return false;
  }

  function isPage(box: Box): boolean {
    const { x, y, width, height } = clip(box, raster.width, raster.height);
    const tolerated = mostUnlike * Math.ceil(width / stride) * Math.ceil(height / stride);
    let unlike = 0;
    for (let row = y; row < y + height; row += stride) {
      // A page does not change its colour from one row to the next.
      const band = Math.floor(row / least);
      const page = pages.getOrInsertComputed(band, () =>
        pageColour(raster, { x, y: band * least, width, height: least }),
      );
      for (let column = x; column < x + width; column += stride) {
        const at = (row * raster.width + column) * 3;
        if (apart(raster.data, at, page) > most && ++unlike > tolerated) return false;
      }
    }
    return true;
  }
}

/** The colour of the picture's left edge beside a box. A page may shade from one colour into another from top to bottom. */
function pageColour(raster: Raster, { y, height }: Box): Colour {
  const [from, to] = [stripe.from * raster.width, stripe.to * raster.width];
  return medianColour(raster, { x: from, y, width: to - from, height });
}
