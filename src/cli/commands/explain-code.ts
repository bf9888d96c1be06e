/** `mqttopia explain-code`: what a diagnostic code means, why it matters, and what to do. */

import type { Command } from 'commander'
import type { CodeDescription } from '../../diagnostics/rule.ts'
import { diagnosticCodes } from '../diagnostic-codes.ts'
import type { Host } from '../host.ts'
import { noSuch } from '../usage-error.ts'
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
    .argument('[code]', 'a code such as port-conflict')
    .action((code?: string) => host.stdout(code === undefined ? list() : explanation(described(code))))
}

function described(name: string): CodeDescription {
  const found = diagnosticCodes.find(({ code }) => code === name)
  if (found !== undefined) return found
  throw noSuch(
    'code',
    name,
    diagnosticCodes.map(({ code }) => code),
  )
}

function explanation({ code, severity, summary, explanation }: CodeDescription): string {
  return `${code} (${severity})\n${summary}\n\n${explanation}\n`
}

function list(): string {
  const width = Math.max(...diagnosticCodes.map(({ code }) => code.length))
  return diagnosticCodes.map(({ code, summary }) => `${code.padEnd(width)}  ${summary}\n`).join('')
}
