import { loadServiceConfig } from "../../src/config/environment.ts";
import { dutiesOf } from "../../src/config/role.ts";
import { parseAcceptance } from "../../src/webhook/acceptance.ts";
import type { Io } from "../common/io.ts";
import { painter, printable, type Terminal } from "../output/terminal.ts";
import type { Finding } from "./finding.ts";
import { checkGpu } from "./gpu.ts";
import {
  checkConfiguration,
  checkPictures,
  checkPort,
  checkQueue,
  checkReading,
  checkUnknown,
  checkUsers,
} from "./installation.ts";
import { checkClock, checkLaravel } from "./laravel.ts";
import { checkDisk, checkFiles, checkMemory, checkProcessor } from "./machine.ts";

const marks = {
  good: { mark: "✓", style: "green" },
  poor: { mark: "!", style: "yellow" },
  bad: { mark: "✗", style: "red" },
} as const;
/** Width of the column of what was looked at. */
const aboutWidth = 20;

/** Looks at everything that `serve` depends on, and prints what it finds as it does. Gives back the exit status. */
export async function examine(asJson: boolean, io: Io): Promise<number> {
  const findings: Finding[] = [];
  const add = (...found: readonly Finding[]): void => {
    findings.push(...found);
    if (!asJson) for (const finding of found) print(io.stdout, finding);
  };
  const { config, findings: configured } = checkConfiguration(
    () => loadServiceConfig({ ACCEPT: parseAcceptance }).config,
  );
  add(...configured, ...checkUnknown(), checkProcessor());
  if (config !== null) {
    add(checkMemory(config), ...(await checkDisk(config)), checkFiles());
    add(
      await checkQueue(config),
      ...checkUsers(config),
      ...(await checkPictures(config)),
      await checkPort(config),
      await checkReading(config, io.worker),
      await checkGpu(config),
    );
    const destinations = [...config.destinations.values()];
    // Who does not deliver has nobody to ask: neither for that, nor for the time.
    if (dutiesOf[config.ROLE].delivers)
      add(...(await checkLaravel(destinations)), await checkClock(destinations));
  }
  const isBad = findings.some(({ state }) => state === "bad");
  if (asJson) io.stdout.write(`${JSON.stringify({ ok: !isBad, findings }, null, 2)}\n`);
  return isBad ? 1 : 0;
}

function print(stream: Terminal, { about, state, what, remedy }: Finding): void {
  const paint = painter(stream);
  const { mark, style } = marks[state];
  stream.write(`${paint(style, mark)} ${about.padEnd(aboutWidth)} ${printable(what)}\n`);
  if (remedy !== undefined)
    stream.write(`${" ".repeat(aboutWidth + 3)}${paint("bold", `→ ${printable(remedy)}`)}\n`);
}
