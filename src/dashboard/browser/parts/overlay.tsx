import { useState } from "preact/hooks";
import type { tryPicture } from "../../../api/dashboard.ts";
import type { Heard } from "../../../api/endpoint.ts";
import { count, words } from "../language.ts";

/** What was found on a picture, and its upright size. */
type Found = Pick<Heard<typeof tryPicture>, "width" | "height" | "turned" | "boxes">;
const kinds = ["chosen", "tie", "field", "line"] as const;

/** The picture with what was found on it, in the colours of `run --overlay`. */
export function Overlay({
  address,
  found,
  isSure,
}: {
  readonly address: string;
  readonly found: Found;
  /** Whether the count is accepted. */
  readonly isSure: boolean;
}) {
  const text = words.value.tryIt;
  const { width, height, turned, boxes } = found;
  const [isShown, setShown] = useState(true);
  const thin = Math.max(1, Math.min(width, height) / 350);
  return (
    <figure class="overlay">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={text.picture(count(width), count(height))}
      >
        <image
          href={address}
          {...placed(width, height, turned)}
          preserveAspectRatio="none"
          onError={() => setShown(false)}
          onLoad={() => setShown(true)}
        />
        {boxes.map(({ kind, text: said, ...box }, index) => {
          const by = kind === "line" ? 0 : kind === "chosen" ? 4 * thin : 2 * thin;
          return (
            <rect
              key={index}
              class={kind === "chosen" ? (isSure ? "box chosen" : "box chosen doubtful") : `box ${kind}`}
              x={box.x - by}
              y={box.y - by}
              width={box.width + 2 * by}
              height={box.height + 2 * by}
              stroke-width={kind === "line" ? thin : kind === "chosen" ? 4 * thin : 2 * thin}
            >
              <title>{said}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption class="legend">
        {kinds.map((kind) => (
          <span key={kind}>
            <i class={kind === "chosen" && !isSure ? "box chosen doubtful" : `box ${kind}`} />
            {text.legend[kind]}
          </span>
        ))}
        {!isShown && <p class="soft">{text.notShown}</p>}
      </figcaption>
    </figure>
  );
}

/** Where the picture as it came stands, so that it is seen as it was read: boxes are those of the upright one. */
function placed(width: number, height: number, turned: number) {
  const isOnItsSide = turned % 180 !== 0;
  const [own, other] = isOnItsSide ? [height, width] : [width, height];
  const centre = `translate(${width / 2} ${height / 2}) rotate(${turned}) translate(${-own / 2} ${-other / 2})`;
  return { width: own, height: other, transform: centre };
}
