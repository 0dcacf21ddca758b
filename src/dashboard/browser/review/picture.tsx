import { useState } from "preact/hooks";
import { count, words } from "../language.ts";
import { placed } from "../parts/overlay.tsx";
import type { Boxes, Shown } from "./desk.ts";

interface Props {
  readonly shown: Shown;
  /** Whether all boxes are drawn, and not the number alone. */
  readonly hasBoxes: boolean;
  /** Takes a number for the count. */
  readonly choose: (steps: number) => void;
  /** Hears that the picture is on the screen. */
  readonly onDrawn: () => void;
}

/** The picture of a report, large, on which a number is chosen by pressing it. */
export function ReviewPicture({ shown: { address, boxes, failure }, hasBoxes, choose, onDrawn }: Props) {
  const text = words.value.review;
  const [isShown, setShown] = useState(true);
  // Nobody decides about what he does not see.
  if (!isShown) return <p class="bad">{text.notShown}</p>;
  if (failure !== null) return <p class="bad">{text.noPicture(failure)}</p>;
  if (address === null || boxes === null) return <p class="soft">{words.value.loading}</p>;
  const { width, height, turned } = boxes;
  const thin = Math.max(1, Math.min(width, height) / 350);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a picture
    <svg class="whole" viewBox={`0 0 ${width} ${height}`} role="group" aria-label={text.picture}>
      <image
        href={address}
        {...placed(width, height, turned)}
        preserveAspectRatio="none"
        onLoad={onDrawn}
        onError={() => setShown(false)}
      />
      {hasBoxes && <Marks boxes={boxes} thin={thin} />}
      {boxes.numbers.map(({ steps, text: printed, ...box }, at) => (
        // biome-ignore lint/a11y/useSemanticElements: no button can stand in a picture
        <rect
          key={at}
          class="choice"
          role="button"
          // Attributes of SVG heed case: tabIndex would be none.
          tabindex={0}
          aria-label={text.choose(count(steps))}
          x={box.x - 4 * thin}
          y={box.y - 4 * thin}
          width={box.width + 8 * thin}
          height={box.height + 8 * thin}
          onClick={() => choose(steps)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" && event.key !== " ") return;
            // Or the field, which has the focus then, gets the key, and books.
            event.preventDefault();
            choose(steps);
          }}
        >
          <title>{printed}</title>
        </rect>
      ))}
    </svg>
  );
}

function Marks({ boxes: { boxes }, thin }: { readonly boxes: Boxes; readonly thin: number }) {
  return (
    <>
      {boxes
        .filter(({ kind }) => kind !== "line")
        .map(({ kind, text, ...box }, at) => (
          <rect
            key={at}
            class={kind === "chosen" ? "box chosen doubtful" : `box ${kind}`}
            x={box.x - 4 * thin}
            y={box.y - 4 * thin}
            width={box.width + 8 * thin}
            height={box.height + 8 * thin}
            stroke-width={(kind === "chosen" ? 3 : 1.5) * thin}
          />
        ))}
    </>
  );
}

/** What stands around the number that the program took for the count, from near; nothing where it took none. */
export function CloseUp({ shown: { address, boxes } }: { readonly shown: Shown }) {
  const chosen = boxes?.boxes.find(({ kind }) => kind === "chosen");
  if (address === null || boxes === null || chosen === undefined) return null;
  const { width, height, turned } = boxes;
  const shownWidth = Math.min(width, Math.max(chosen.width * 2.4, width * 0.4));
  const shownHeight = Math.min(height, Math.max(chosen.height * 2.6, shownWidth * 0.28));
  const x = within(chosen.x + chosen.width / 2 - shownWidth / 2, width - shownWidth);
  const y = within(chosen.y + chosen.height / 2 - shownHeight / 2, height - shownHeight);
  return (
    <svg
      class="close-up"
      viewBox={`${x} ${y} ${shownWidth} ${shownHeight}`}
      role="img"
      aria-label={words.value.review.closeUp}
    >
      <image href={address} {...placed(width, height, turned)} preserveAspectRatio="none" />
    </svg>
  );
}

function within(value: number, most: number): number {
  return Math.min(Math.max(0, value), Math.max(0, most));
}
