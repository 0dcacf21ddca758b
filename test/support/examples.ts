/** The command lines under `Examples:` in a help text, without what is said about them; each as its words. */
export function examplesIn(help: string): string[][] {
  const [, below = ""] = help.split("\nExamples:\n");
  const lines = below.split("\n\n")[0]?.split("\n") ?? [];
  return lines.map((line) => {
    const [command = ""] = line.trim().split(/ {2,}/);
    const [program, ...words] = (command.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll("'", ""));
    if (program !== "ocr-eco") throw new Error(`This is no example: ${line}`);
    return words;
  });
}
