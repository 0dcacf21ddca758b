import { useEffect, useState } from "preact/hooks";
import type { jobBoxes } from "../../../api/dashboard.ts";
import type { Heard } from "../../../api/endpoint.ts";
import { ask, pictureAddress } from "../ask.ts";
import { words } from "../language.ts";
import { Overlay } from "../parts/overlay.tsx";
import type { WholeJob } from "./whole-job.ts";

/** The picture of a job with what was found on it, for as long as it is kept. */
export function JobPicture({ job }: { readonly job: WholeJob }) {
  const { job_id: id, ended_at: endedAt } = job;
  const [boxes, setBoxes] = useState<Heard<typeof jobBoxes> | null>(null);
  useEffect(() => {
    setBoxes(null);
    if (endedAt === null) return;
    // Whether it is kept is no failure.
    ask("jobBoxes", { params: { job_id: id } }).then(setBoxes, () => {});
  }, [id, endedAt]);
  if (boxes === null) return <p class="soft">{words.value.jobs.noPicture}</p>;
  return <Overlay address={pictureAddress(id)} found={boxes} isSure={job.result?.status === "verified"} />;
}
