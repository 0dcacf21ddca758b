import { random } from "../common/random.ts";
import { answerSlowly, judge, keepSending, type Outcome, servePictures } from "./acknowledged.ts";
import type { RunningService } from "./running-service.ts";

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
  const submit = (report_id: number, picture: string) =>
    running.submit({ report_id, s3_url: running.pictures.url(picture) });
  servePictures(running);
  answerSlowly(running, random(`${seed}/receiver`));
  await running.start();
  const { accepted, end } = keepSending(submit, seed);
  try {
    for (let kill = 1; kill <= kills; kill++) {
      await Bun.sleep(chance.between(0, 600));
      await running.kill();
      onKill(kill);
      // Now and then before its workers are warm, too.
      await running.start({ ready: chance.chance(0.8) });
    }
  } finally {
    await end();
  }
  await running.settled(restPatience);
  const found = await judge(running, accepted);
  running.signal("SIGTERM");
  await running.ended();
  return found;
}
