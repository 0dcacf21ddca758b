import { useState } from "preact/hooks";
import { count, words } from "../language.ts";
import { CountAsRead } from "./count-as-read.tsx";
import type { Found } from "./found.ts";

const kinds = ["chosen", "candidate", "tie", "field", "line"] as const;

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
  const { tryIt: text, found: foundText } = words.value;
  const legend = { ...text.legend, candidate: foundText.candidate };
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
              {...(kind === "candidate" ? { "stroke-dasharray": `${6 * thin} ${4 * thin}` } : {})}
              stroke-width={kind === "line" ? thin : kind === "chosen" ? 4 * thin : 2 * thin}
            >
              <title>{said}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption>
        <div class="legend">
          {kinds
            .filter((kind) => kind !== "candidate" || boxes.some((box) => box.kind === kind))
            .map((kind) => (
              <span key={kind}>
                <i class={kind === "chosen" && !isSure ? "box chosen doubtful" : `box ${kind}`} />
                {legend[kind]}
              </span>
            ))}
          {!isShown && <p class="soft">{text.notShown}</p>}
        </div>
        <CountAsRead found={found} />
      </figcaption>
    </figure>
  );
}

/** Where the picture as it came stands, so that it is seen as it was read: boxes are those of the upright one. */
export function placed(width: number, height: number, turned: number) {
  const isOnItsSide = turned % 180 !== 0;
  const [own, other] = isOnItsSide ? [height, width] : [width, height];
  const centre = `translate(${width / 2} ${height / 2}) rotate(${turned}) translate(${-own / 2} ${-other / 2})`;
  return { width: own, height: other, transform: centre };
}
