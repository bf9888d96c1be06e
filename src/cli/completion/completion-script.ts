/**
 * What a shell loads to complete mqttopia's command lines. Each script hands the words to `mqttopia complete`, which
 * answers `VALUE<TAB>DESCRIPTION` a line, and completes file names where there is no answer.
 */

export const SHELLS = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof SHELLS)[number]

const BASH = `# Completion of mqttopia for bash. In ~/.bashrc: source <(mqttopia completion bash)
_mqttopia() {
  local value description
  COMPREPLY=()
  while IFS=$'\\t' read -r value description; do
    COMPREPLY+=("$value")
  done < <("$1" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _mqttopia mqttopia
`

const ZSH = `#compdef mqttopia
# Completion of mqttopia for zsh. In ~/.zshrc, after compinit: source <(mqttopia completion zsh)
_mqttopia() {
  local value description
  local -a answers
  while IFS=$'\\t' read -r value description; do
    answers+=("\${value//:/\\\\:}:$description")
  done < <("$words[1]" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( $#answers )); then _describe mqttopia answers; else _files; fi
}
if [[ $funcstack[1] == _mqttopia ]]; then _mqttopia "$@"; else compdef _mqttopia mqttopia; fi
`

const FISH = `# Completion of mqttopia for fish. In ~/.config/fish/config.fish: mqttopia completion fish | source
function __mqttopia_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l answers ($words[1] complete -- $words[2..] "$current" 2>/dev/null)
    if test (count $answers) -gt 0
        printf '%s\\n' $answers
    else
        __fish_complete_path "$current"
    end
end
complete -c mqttopia -f -a '(__mqttopia_complete)'
`

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH }

export function completionScript(shell: Shell): string {
  return SCRIPTS[shell]
}
