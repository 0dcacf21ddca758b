import { favourCodes, signalCodes } from "../../../reading/reasons.ts";
import { type ReportReasonCode, reportDoubtCodes } from "../../../webhook/reasons.ts";
import type { Result } from "../../../webhook/schema.ts";

/** One reason of a result. Those that an older version kept have no code. */
interface ToldReason {
  readonly code: ReportReasonCode | undefined;
  readonly english: string;
  /** Whether it speaks for the number or against it; `null` for what only looks odd, and where there is no number. */
  readonly side: "for" | "against" | null;
}

const inFavour = new Set<string>(favourCodes);
const against = new Set<string>(reportDoubtCodes);
/** What is about the picture, whatever number stands on it; the setting ACCEPT holds a number back for its app alone. */
const aboutPicture = new Set<string>([
  ...signalCodes,
  "copy_of_report",
  ...reportDoubtCodes.filter((code) => code.startsWith("held_") && code !== "held_accept"),
]);

/** A result's reasons by what they are about, as their codes say, each in the order in which they came. */
export function reasonGroups({
  status,
  reasons,
  reason_codes: codes,
}: Pick<Result, "status" | "reasons" | "reason_codes">): {
  readonly ofNumber: readonly ToldReason[];
  readonly ofPicture: readonly ToldReason[];
} {
  const told = reasons.map((english, at): ToldReason => {
    const code = codes[at];
    return { code, english, side: code === undefined || status === "no_steps" ? null : sideOf(code) };
  });
  const isOfPicture = ({ code }: ToldReason): boolean => aboutPicture.has(code ?? "");
  return { ofNumber: told.filter((each) => !isOfPicture(each)), ofPicture: told.filter(isOfPicture) };
}

function sideOf(code: ReportReasonCode): ToldReason["side"] {
  return inFavour.has(code) ? "for" : against.has(code) ? "against" : null;
}
