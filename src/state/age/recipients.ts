/** The list of those who can open the vault: one age recipient a line, as `age -R` reads it. */

import { Failure } from '../../diagnostics/failure.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { recipientProblem } from './age-file.ts'

export interface Recipient {
  readonly text: string
  /** The comment lines above it: whose it is. */
  readonly note: string
}

/**
 * Comments belong to the recipient below them.
 *
 * @param file for messages.
 * @throws Failure for a line that is no recipient.
 */
export async function parseRecipients(content: string, file: string): Promise<readonly Recipient[]> {
  const recipients: Recipient[] = []
  let notes: string[] = []
  for (const [i, line] of content.split(/\r?\n/).entries()) {
    const text = line.trim()
    if (text === '') notes = []
    else if (text.startsWith('#')) notes.push(text.replace(/^#\s*/, ''))
    else {
      const problem = await recipientProblem(text)
      if (problem !== undefined) throw badLine(file, i + 1, text, problem)
      if (!recipients.some((known) => known.text === text)) recipients.push({ text, note: notes.join(' ') })
      notes = []
    }
  }
  return recipients
}

/** A secret key is not repeated. */
function badLine(file: string, line: number, text: string, problem: string): Failure {
  const shown = /^age1|^ssh-/.test(text) ? `${quoted(text.slice(0, 80))} ` : 'it '
  return new Failure(`line ${line} of ${file} must hold a recipient of age, as age1…; ${shown}${problem}`)
}

const head =
  '# Who can open the vault in this folder. Change it with "mqttopia vault recipients add" or "remove".\n'

/** The file. */
export function recipientsText(recipients: readonly Recipient[]): string {
  const lines = recipients.map(({ text, note }) => (note === '' ? `${text}\n` : `# ${note}\n${text}\n`))
  return [head, ...lines].join('\n')
}

/** As age takes them. */
export function recipientTexts(recipients: readonly Recipient[]): readonly string[] {
  return recipients.map(({ text }) => text)
}
