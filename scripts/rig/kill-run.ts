import { random } from "../common/random.ts";
import {
  type Accepted,
  answerSlowly,
  judge,
  type Outcome,
  sendUntilAccepted,
  servePictures,
} from "./acknowledged.ts";
import type { RunningService } from "./running-service.ts";

/** Callers that send one report after the other. */
const callers = 4;
/** How long what is left at the end may take, in milliseconds. */
const restPatience = 120_000;

/**
 * Kills a service at random moments, so many times, while reports come in, pictures are read and results are answered;
 * starts it again on its data each time, and says what became of every report that it had acknowledged. The same seed
 * kills at the same moments, as far as a machine repeats itself. The service is neither running before nor after.
 */
export async function killRun(
  running: RunningService,
  { kills, seed, onKill = () => {} }: { kills: number; seed: string; onKill?: (kill: number) => void },
): Promise<Outcome> {
  const chance = random(seed);
  const accepted = new Map<number, Accepted>();
  const submit = (report_id: number, picture: string) =>
    running.submit({ report_id, s3_url: running.pictures.url(picture) });
  servePictures(running);
  answerSlowly(running, random(`${seed}/receiver`));
  await running.start();
  let isOver = false;
  let nextReport = 1;
  const sending = Array.from({ length: callers }, async (_, caller) => {
    const pause = random(`${seed}/caller ${caller}`);
    while (!isOver) {
      const reportId = nextReport++;
      accepted.set(reportId, await sendUntilAccepted(submit, reportId));
      await Bun.sleep(pause.between(0, 60));
    }
  });
  try {
    for (let kill = 1; kill <= kills; kill++) {
      await Bun.sleep(chance.between(0, 600));
      await running.kill();
      onKill(kill);
      // Now and then before its workers are warm, too.
      await running.start({ ready: chance.chance(0.8) });
    }
  } finally {
    isOver = true;
  }
  await Promise.all(sending);
  await running.settled(restPatience);
  const found = await judge(running, accepted);
  running.signal("SIGTERM");
  await running.ended();
  return found;
}
