import { words } from "../language.ts";
import { status } from "../live.ts";
import { Deliveries } from "./deliveries.tsx";
import { Findings } from "./findings.tsx";
import { History } from "./history.tsx";
import { Machine } from "./machine.tsx";
import { Tiles } from "./tiles.tsx";
import { Times, Verdicts } from "./times.tsx";
import { Ended, Working } from "./working.tsx";

/** How the service is now: what needs attention first. */
export function Now() {
  const shown = status.value;
  if (shown === null) return <p class="soft">{words.value.loading}</p>;
  return (
    <>
      <h1 class="hidden">{words.value.views.now}</h1>
      <Findings status={shown} />
      <Tiles status={shown} />
      <div class="grid">
        <Working status={shown} />
        <Ended status={shown} />
        <Times status={shown} />
        <Verdicts status={shown} />
        <Deliveries status={shown} />
        <Machine status={shown} />
      </div>
      <History status={shown} />
    </>
  );
}
