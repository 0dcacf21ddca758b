/**
 * Sends reports to several services at the same time, as fast as each takes them, for some seconds:
 * `bun load-together.ts <key> <connections to each> <seconds> <first> <url> …`, reports numbered from `first`. Prints as JSON how
 * many each took in.
 */
import { sendReports } from "../service-figures/report-sender.ts";

const [key = "", connections = "25", seconds = "15", first = "0", ...urls] = process.argv.slice(2);
const until = performance.now() + 1000 * Number(seconds);
let number = Number(first);

const taken = await Promise.all(
  urls.map(async (url) => {
    let [accepted, refused] = [0, 0];
    await sendReports(
      `${url}/api/v1/ocr-ecosteps`,
      key,
      Number(connections),
      () => (performance.now() < until ? number++ : null),
      (isAccepted) => {
        if (isAccepted) accepted++;
        else refused++;
      },
    );
    if (refused > 0) throw new Error(`${refused} reports were refused.`);
    return accepted;
  }),
);
console.log(JSON.stringify(taken));
