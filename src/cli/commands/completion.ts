/** `mqttopia completion`: the script that a shell loads; and `mqttopia complete`, what that script asks. */

import { Argument, Command } from 'commander'
import { completeWords } from '../completion/complete-words.ts'
import { completionScript, SHELLS, type Shell } from '../completion/completion-script.ts'
import type { Host } from '../host.ts'
import { verb } from '../verb.ts'

export function completionCommand(host: Host): Command {
  const command = verb('completion', {
    description: 'print what lets a shell complete commands and options',
    examples: [
      ['source <(mqttopia completion bash)', 'in ~/.bashrc'],
      ['source <(mqttopia completion zsh)', 'in ~/.zshrc, after compinit'],
      ['mqttopia completion fish | source', 'in ~/.config/fish/config.fish'],
    ],
  })
  return command
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .action((shell: Shell) => host.stdout(completionScript(shell)))
}

export function completeCommand({ stdout }: Host, program: Command): Command {
  return new Command('complete').argument('[words...]').action((words: readonly string[]) => {
    for (const { value, description } of completeWords(program, words)) stdout(`${value}\t${description}\n`)
  })
}
