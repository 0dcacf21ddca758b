import { Command, CommanderError } from "commander";
import { readSettingsFrom } from "../src/config/variables.ts";
import { exitStatus, toFailure } from "../src/errors.ts";
import { registerAudit } from "./audit/command.ts";
import { registerBackup } from "./backup/command.ts";
import type { Invocation, Io } from "./common/io.ts";
import { versionText } from "./common/version.ts";
import { registerCompletion } from "./completion/command.ts";
import { registerOffered } from "./completion/offered-command.ts";
import { registerConfig } from "./config/command.ts";
import { registerDoctor } from "./doctor/command.ts";
import { registerEval } from "./eval/command.ts";
import { registerForget } from "./forget/command.ts";
import { registerGpu } from "./gpu/command.ts";
import { registerInit } from "./init/command.ts";
import { registerKeys } from "./keys/command.ts";
import { registerLicenses } from "./licenses/command.ts";
import { registerLoadtest } from "./loadtest/command.ts";
import { registerMeasured } from "./loadtest/measured-command.ts";
import { registerMan } from "./man/command.ts";
import { fittedHelp } from "./output/help-text.ts";
import { columnsOf, paragraph, tell } from "./output/terminal.ts";
import { registerPlan } from "./plan/command.ts";
import { registerQueue } from "./queue/command.ts";
import { registerReload } from "./reload/command.ts";
import { registerReport } from "./report/command.ts";
import { registerReview } from "./review/command.ts";
import { registerRun } from "./run/command.ts";
import { registerSample } from "./sample/command.ts";
import { registerServe } from "./serve/command.ts";
import { registerStatus } from "./status/command.ts";
import { registerUsers } from "./users/command.ts";
import { registerWebhooks } from "./webhooks/command.ts";
import { registerWorker } from "./worker/command.ts";

/** The code under which commander itself would stop for `--version`; ours has to read a file first. */
const versionRequested = "commander.version";

/**
 * Runs one command line (without the program's own name) and returns the exit status. Everything that is
 * printed about a failure is one sentence on standard error. `io` is where it reads and writes.
 */
export async function execute(words: readonly string[], io: Io): Promise<number> {
  const { stdout, stderr, worker } = io;
  const invocation: Invocation = {
    get stdin() {
      return io.stdin;
    },
    stdout,
    stderr,
    worker,
    status: 0,
  };
  const program = createProgram(invocation);
  try {
    await program.parseAsync(words, { from: "user" });
    return invocation.status;
  } catch (error) {
    if (error instanceof CommanderError && error.code === versionRequested) {
      io.stdout.write(await versionText());
      return 0;
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitStatus("USAGE");
    const { code, message } = toFailure(error);
    tell(io.stderr, message);
    return exitStatus(code);
  }
}

/**
 * The commands. Each one lies in a file of its own; their heavy parts are imported when they run, so that
 * help and version answer at once and write nothing.
 */
function createProgram(io: Invocation): Command {
  const program = new Command("ocr-eco")
    .description("Reads step counts off phone screenshots, and says when it is not sure.")
    .option("-V, --version", "print the versions of the program and of what is inside")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .exitOverride();
  program.on("option:version", () => {
    throw new CommanderError(0, versionRequested, "");
  });
  program.hook("preAction", (_, command) => {
    refuseEmpty(command);
    const { envFile } = command.opts<{ envFile?: string }>();
    if (envFile !== undefined) readSettingsFrom(envFile);
  });
  registerServe(program, io);
  registerRun(program, io);
  registerEval(program, io);
  registerStatus(program, io);
  registerReport(program, io);
  registerLoadtest(program, io);
  registerQueue(program, io);
  registerWebhooks(program, io);
  registerReview(program, io);
  registerAudit(program, io);
  registerKeys(program, io);
  registerUsers(program, io);
  registerInit(program, io);
  registerDoctor(program, io);
  registerConfig(program, io);
  registerReload(program, io);
  registerPlan(program, io);
  registerBackup(program, io);
  registerForget(program, io);
  registerSample(program, io);
  registerLicenses(program, io);
  registerCompletion(program, io);
  registerMan(program, io);
  registerWorker(program);
  registerGpu(program);
  registerMeasured(program, io);
  registerOffered(program, io);
  finish(program, [], io);
  return program;
}

/** Commands that read no settings. */
const withoutSettings: readonly string[] = ["init", "sample", "licenses", "completion", "man"];

/** Gives each command what all of them have: where settings are read from, and mistakes told with its own help. */
function finish(command: Command, path: readonly string[], io: Io): void {
  const words = [...path, command.name()];
  const name = words.join(" ");
  command.configureOutput({
    writeOut: (text) => io.stdout.write(fittedHelp(io.stdout, text)),
    writeErr: (text) => io.stderr.write(fittedHelp(io.stderr, text)),
    // Else commander looks at Bun's streams, which have to be loaded for that.
    getOutHelpWidth: () => columnsOf(io.stdout) ?? 80,
    getErrHelpWidth: () => columnsOf(io.stderr) ?? 80,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
    outputError: (text) => io.stderr.write(paragraph(io.stderr, oneSentence(text, name))),
  });
  if (command.commands.length === 0 && !withoutSettings.includes(command.name()))
    command.option("--env-file <file>", "read settings from this file, and not from .env");
  for (const each of command.commands) finish(each, words, io);
}

/** No value of ours may be empty: mostly it is a variable of a shell script that was not set. */
function refuseEmpty(command: Command): void {
  const empty = command.options.find((option) => isEmpty(command.getOptionValue(option.attributeName())));
  if (empty !== undefined)
    command.error(`Option '${empty.flags}' has an empty value. Give it one, or leave it out`);
  // Of several things that are named, one that is wrong need not stop the others: their commands decide.
  const place = command.processedArgs.indexOf("");
  if (place !== -1) command.error(`Argument '${command.registeredArguments[place]?.name()}' is empty`);
}

function isEmpty(value: unknown): boolean {
  return value === "" || (Array.isArray(value) && value.includes(""));
}

/** Brings commander's "error: unknown option '--x'\n(Did you mean --y?)" into the form of our own errors. */
function oneSentence(text: string, command: string): string {
  const [first = "", ...hints] = text
    .trim()
    .replace(/^error: /, "")
    .split("\n");
  const sentence = [first.charAt(0).toUpperCase() + first.slice(1).replace(/\.$/, ""), ...hints].join(" ");
  return `ocr-eco: ${sentence}; "${command} --help" lists what there is.`;
}
