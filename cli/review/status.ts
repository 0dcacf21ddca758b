import { loadConfig } from "../../src/config/environment.ts";
import type { Io } from "../common/io.ts";
import type { RemoteOptions } from "../common/options.ts";
import { listing } from "../output/listing.ts";
import { paragraph } from "../output/terminal.ts";
import { counted, duration } from "../output/units.ts";
import { grouped } from "../output/words.ts";
import { print, view } from "../remote/list.ts";
import { Remote } from "../remote/remote.ts";

/** Options of `review status`, as commander gives them. */
export interface ReviewStatusOptions extends RemoteOptions {
  readonly json?: true;
}

/** Says how much people have to decide about, and who does. */
export async function reviewStatus(options: ReviewStatusOptions, io: Io): Promise<number> {
  const remote = Remote.from(options);
  const { now, stream } = view(loadConfig(), io);
  const found = await remote.ask("reviewState");
  const { open, oldest_at: oldest, people, days } = found;
  return print(io, options, found, () => {
    if (days === 0) return paragraph(stream, "Nobody is asked about doubtful reports: REVIEW_DAYS is 0.");
    const age = oldest === null ? "" : `, the oldest for ${duration((now - Date.parse(oldest)) / 1000)}`;
    const sentence =
      open === 0
        ? "Nobody has to decide about anything."
        : `${counted(open, "doubtful report waits", "doubtful reports wait")} for a decision${age}. Each is offered for ${counted(days, "day")}.`;
    const table =
      people.length === 0
        ? ""
        : `\n${listing(stream, people, [
            { title: "who", text: ({ name }) => name, most: 24 },
            { title: "has before him", text: ({ holds }) => grouped(holds) },
            { title: "decided in 24 h", text: ({ decided }) => grouped(decided) },
          ])}`;
    return `${paragraph(stream, sentence)}${table}`;
  });
}
