import type { Command, Option } from "commander";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** A command as completion needs it. */
interface Known {
  name: string;
  description: string;
  options: { flags: string[]; description: string; choices: readonly string[] }[];
}

/** The script that completes the command's words in a shell; made from the commands themselves. */
export function completionScript(program: Command, shell: Shell): string {
  const commands = program.commands.flatMap((command) =>
    [command.name(), ...command.aliases()].map((name) => describe(name, command)),
  );
  if (shell === "fish") return fish(commands);
  return shell === "zsh" ? zsh(commands) : bash(commands);
}

function describe(name: string, command: Command): Known {
  return {
    name,
    description: command.description(),
    options: command.options.filter(({ hidden }) => !hidden).map(toOption),
  };
}

function toOption({ short, long, description, argChoices }: Option): Known["options"][number] {
  return { flags: [short, long].filter((flag) => flag != null), description, choices: argChoices ?? [] };
}

function bash(commands: Known[]): string {
  const cases = commands.map(({ name, options }) => {
    const choices = options
      .filter((option) => option.choices.length > 0)
      .map((option) => `        ${option.flags.join("|")}) words="${option.choices.join(" ")}" ;;`);
    const flags = options.flatMap((option) => option.flags).join(" ");
    const body = [`      words="${flags} --help"`];
    if (choices.length > 0) body.push('      case "$previous" in', ...choices, "      esac");
    return `    ${name})\n${body.join("\n")}\n      ;;`;
  });
  return `# eval "$(lianmai completion bash)"
_lianmai() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${commands.map(({ name }) => name).join(" ")} --help --version"
  else
    case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _lianmai lianmai
`;
}

function zsh(commands: Known[]): string {
  const quote = (text: string) => text.replace(/['[\]:]/g, " ");
  const list = commands.map(({ name, description }) => `    '${name}:${quote(description)}'`).join("\n");
  const cases = commands.map(({ name, options }) => {
    const specs = options.map(({ flags, description, choices }) => {
      const value = choices.length > 0 ? `:value:(${choices.join(" ")})` : "";
      return flags.map((flag) => `'${flag}[${quote(description)}]${value}'`).join(" ");
    });
    return `    ${name}) _arguments ${specs.join(" ")} '*:file:_files' ;;`;
  });
  return `#compdef lianmai
# eval "$(lianmai completion zsh)"
_lianmai() {
  local -a commands
  commands=(
${list}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local name=$words[2]
  shift words
  (( CURRENT-- ))
  case $name in
${cases.join("\n")}
  esac
}
compdef _lianmai lianmai
`;
}

function fish(commands: Known[]): string {
  const quote = (text: string) => `'${text.replace(/['\\]/g, "\\$&")}'`;
  const lines = commands.flatMap(({ name, description, options }) => [
    `complete -c lianmai -n __fish_use_subcommand -a ${name} -d ${quote(description)}`,
    ...options.map(({ flags, description: about, choices }) => {
      const words = flags
        .map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
        .join(" ");
      const values = choices.length > 0 ? ` -x -a ${quote(choices.join(" "))}` : "";
      return `complete -c lianmai -n "__fish_seen_subcommand_from ${name}" ${words} -d ${quote(about)}${values}`;
    }),
  ]);
  return `# lianmai completion fish | source\n${lines.join("\n")}\n`;
}
