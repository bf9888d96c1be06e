/** `mqttopia explain-code`: what a diagnostic code means, why it matters, and what to do. */

import { type Command, InvalidArgumentError } from 'commander'
import { didYouMean } from '../../diagnostics/did-you-mean.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'
import { diagnosticCodes } from '../diagnostic-codes.ts'
import type { Host } from '../host.ts'
import { verb } from '../verb.ts'

export function explainCodeCommand(host: Host): Command {
  const command = verb('explain-code', {
    description: 'say what a diagnostic code means and what to do about it',
    examples: [
      ['mqttopia explain-code shadowed-grant', 'explains the code in brackets behind a finding'],
      ['mqttopia explain-code', 'lists all codes'],
    ],
  })
  return command
    .argument('[code]', 'a code such as port-conflict', known)
    .action((code?: CodeDescription) => {
      host.stdout(code === undefined ? list() : explanation(code))
    })
}

function known(text: string): CodeDescription {
  const found = diagnosticCodes.find(({ code }) => code === text)
  if (found !== undefined) return found
  const near = didYouMean(
    text,
    diagnosticCodes.map(({ code }) => code),
  )
  throw new InvalidArgumentError(near === undefined ? 'There is no such code.' : `Did you mean "${near}"?`)
}

function explanation({ code, severity, summary, explanation }: CodeDescription): string {
  return `${code} (${severity})\n${summary}\n\n${explanation}\n`
}

function list(): string {
  const width = Math.max(...diagnosticCodes.map(({ code }) => code.length))
  return diagnosticCodes.map(({ code, summary }) => `${code.padEnd(width)}  ${summary}\n`).join('')
}
