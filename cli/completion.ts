import type { Command } from "commander";

/** A command as a shell sees it. */
interface Known {
  /** Its words after the program's name: none for the program itself. */
  readonly path: readonly string[];
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly { readonly flags: readonly string[]; readonly description: string }[];
  /** What its next argument may be; `null` where any file may stand there. */
  readonly choices: readonly string[] | null;
}

/** A script for a shell that completes the commands of `program`, their options, and files for the rest. */
export function completionFor(shell: "bash" | "zsh" | "fish", program: Command): string {
  return { bash, zsh, fish }[shell](knownIn(program, []));
}

function knownIn(command: Command, path: readonly string[]): Known[] {
  const visible = command.createHelp();
  const commands = visible.visibleCommands(command);
  const [argument] = command.registeredArguments;
  const own: Known = {
    path,
    commands: commands.map((each) => ({ name: each.name(), description: each.description() })),
    options: visible.visibleOptions(command).map(({ short, long, description }) => ({
      flags: [short, long].filter((flag) => flag !== undefined),
      description,
    })),
    choices: argument?.argChoices ?? (commands.length > 0 ? [] : null),
  };
  return [own, ...commands.flatMap((each) => knownIn(each, [...path, each.name()]))];
}

/** All that may follow a command, one word each. */
const wordsOf = ({ commands, options, choices }: Known): string =>
  [...commands.map(({ name }) => name), ...(choices ?? []), ...options.flatMap(({ flags }) => flags)].join(
    " ",
  );

/** The command lines that a shell is asked about begin with these; the longest ones first. */
const longestFirst = (known: readonly Known[]): Known[] =>
  [...known].sort((one, other) => other.path.length - one.path.length);

function bash(known: readonly Known[]): string {
  const cases = longestFirst(known).map((each) => {
    const pattern = each.path.length === 0 ? "*" : `"${each.path.join(" ")} "*`;
    const files = each.choices === null ? " files=1" : "";
    return `    ${pattern}) words="${wordsOf(each)}"${files} ;;`;
  });
  return `# bash completion of ocr-eco
_ocr_eco() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words="" files=""
  local line="\${COMP_WORDS[*]:1:COMP_CWORD-1} "
  case "$line" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ -n $files && $current != -* ]]; then
    compopt -o filenames 2> /dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _ocr_eco ocr-eco
`;
}

function zsh(known: readonly Known[]): string {
  const cases = longestFirst(known).map((each) => {
    const pattern = each.path.length === 0 ? "*" : `"${each.path.join(" ")} "*`;
    const described = [
      ...each.commands.map(({ name, description }) => `${name}:${description}`),
      ...(each.choices ?? []),
      ...each.options.flatMap(({ flags, description }) => flags.map((flag) => `${flag}:${description}`)),
    ];
    const files = each.choices === null ? "; files=1" : "";
    return `    ${pattern}) offered=(${described.map(quoted).join(" ")})${files} ;;`;
  });
  return `#compdef ocr-eco
_ocr_eco() {
  local -a offered
  local files=""
  local line="\${(j: :)words[2,CURRENT-1]} "
  case "$line" in
${cases.join("\n")}
  esac
  _describe "ocr-eco" offered
  [[ -n $files ]] && _files
}
if [[ $funcstack[1] == _ocr-eco ]]; then _ocr_eco "$@"; else compdef _ocr_eco ocr-eco; fi
`;
}

function fish(known: readonly Known[]): string {
  const lines = known.flatMap(({ path, commands, options, choices }) => {
    const further = commands.map(({ name }) => name).join(" ");
    const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`);
    const notYet = further === "" ? [] : [`not __fish_seen_subcommand_from ${further}`];
    const condition = quoted([...seen, ...notYet].join("; and "));
    const begin = `complete -c ocr-eco -n ${condition}`;
    return [
      ...(choices === null ? [] : [`${begin} -f`]),
      ...commands.map(({ name, description }) => `${begin} -a ${name} -d ${quoted(description)}`),
      ...(choices ?? []).map((choice) => `${begin} -a ${choice}`),
      ...options.map(({ flags, description }) => {
        const names = flags.map((flag) =>
          flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
        );
        return `${begin} ${names.join(" ")} -d ${quoted(description)}`;
      }),
    ];
  });
  return `# fish completion of ocr-eco\n${lines.join("\n")}\n`;
}

/** A text as one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "’")}'`;
}
