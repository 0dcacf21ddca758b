import type { Command } from "commander";
import { type Known, knownIn, type Value } from "./completable.ts";
import { offeredCommand } from "./offered-command.ts";

/** A script for a shell that completes the commands of `program`, their options and what may stand behind them. */
export function completionFor(shell: "bash" | "zsh" | "fish", program: Command): string {
  return { bash, zsh, fish }[shell](knownIn(program));
}

/** The command lines that a shell is asked about begin with these; the longest ones first. */
const longestFirst = (known: readonly Known[]): Known[] =>
  [...known].sort((one, other) => other.path.length - one.path.length);

const patternOf = ({ path }: Known): string => (path.length === 0 ? "*" : `"${path.join(" ")} "*`);

const wordsIn = (value: Value): readonly string[] => (value.kind === "words" ? value.words : []);

/** What has to be known of a value besides its words, as assignments of a shell. */
function assigned(value: Value): string {
  if (value.kind === "files") return " files=1";
  return value.kind === "offer" ? ` offer=${value.offer}` : "";
}

/** Options that want a value, as a `case` on the word before; `words` writes what may be typed. */
function valueCases({ options }: Known, words: (all: readonly string[]) => string): string[] {
  return options.flatMap(({ flags, value }) =>
    value === null
      ? []
      : [`        ${flags.join("|")}) ${words(wordsIn(value))} files="" offer=""${assigned(value)} ;;`],
  );
}

/** A case of a command, in which the word before may want a value. */
function caseOf(each: Known, all: string, words: (all: readonly string[]) => string): string {
  const values = valueCases(each, words);
  const inner = values.length === 0 ? [] : [`      case "$previous" in`, ...values, "      esac"];
  return [`    ${patternOf(each)}) ${all}${assigned(each.argument)}`, ...inner, "      ;;"].join("\n");
}

function bash(known: readonly Known[]): string {
  const words = (all: readonly string[]): string => `words="${all.join(" ")}"`;
  const cases = longestFirst(known).map((each) => {
    const { commands, options, argument } = each;
    const all = [
      ...commands.map(({ name }) => name),
      ...wordsIn(argument),
      ...options.flatMap(({ flags }) => flags),
    ];
    return caseOf(each, words(all), words);
  });
  return `# bash completion of ocr-eco
_ocr_eco() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words="" files="" offer=""
  local line="\${COMP_WORDS[*]:1:COMP_CWORD-1} "
  # Of --state=failed, bash makes three words.
  if [[ $current == "=" ]]; then current=""
  elif [[ $previous == "=" ]]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  case "$line" in
${cases.join("\n")}
  esac
  if [[ -n $offer ]]; then
    words+=" $("\${COMP_WORDS[0]}" ${offeredCommand} $offer -- "\${COMP_WORDS[@]:1:COMP_CWORD-1}" 2> /dev/null | cut -f 1)"
  fi
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
  const words = (all: readonly string[]): string => `offered=(${all.map(quoted).join(" ")})`;
  const cases = longestFirst(known).map((each) => {
    const described = [
      ...each.commands.map(({ name, description }) => `${name}:${description}`),
      ...wordsIn(each.argument),
      ...each.options.flatMap(({ flags, description }) => flags.map((flag) => `${flag}:${description}`)),
    ];
    return caseOf(each, words(described), words);
  });
  return `#compdef ocr-eco
_ocr_eco() {
  local -a offered
  local files="" offer="" each previous="\${words[CURRENT-1]}"
  local line="\${(j: :)words[2,CURRENT-1]} "
  case "$line" in
${cases.join("\n")}
  esac
  if [[ -n $offer ]]; then
    for each in "\${(@f)$("\${words[1]}" ${offeredCommand} $offer -- "\${(@)words[2,CURRENT-1]}" 2> /dev/null)}"; do
      [[ -n $each ]] && offered+=("\${each/$'\\t'/:}")
    done
  fi
  _describe "ocr-eco" offered
  [[ -n $files ]] && _files
}
if [[ $funcstack[1] == _ocr-eco ]]; then _ocr_eco "$@"; else compdef _ocr_eco ocr-eco; fi
`;
}

function fish(known: readonly Known[]): string {
  const candidates = (value: Value): string => {
    if (value.kind === "words") return ` -a ${quoted(value.words.join(" "))}`;
    return value.kind === "offer" ? ` -a '(__ocr_eco_offered ${value.offer})'` : "";
  };
  const lines = known.flatMap(({ path, commands, options, argument }) => {
    const further = commands.map(({ name }) => name).join(" ");
    const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`);
    const notYet = further === "" ? [] : [`not __fish_seen_subcommand_from ${further}`];
    const condition = quoted([...seen, ...notYet].join("; and "));
    const begin = `complete -c ocr-eco -n ${condition}`;
    return [
      ...(argument.kind === "files" ? [] : [`${begin} -f${candidates(argument)}`]),
      ...commands.map(({ name, description }) => `${begin} -a ${name} -d ${quoted(description)}`),
      ...options.map(({ flags, description, value }) => {
        const names = flags.map((flag) =>
          flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
        );
        const behind = value === null ? "" : value.kind === "files" ? " -r -F" : ` -x${candidates(value)}`;
        return `${begin} ${names.join(" ")}${behind} -d ${quoted(description)}`;
      }),
    ];
  });
  return `# fish completion of ocr-eco
function __ocr_eco_offered
  set -l typed (commandline -opc)
  $typed[1] ${offeredCommand} $argv[1] -- $typed[2..-1] 2> /dev/null
end
${lines.join("\n")}
`;
}

/** A text as one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "’")}'`;
}
