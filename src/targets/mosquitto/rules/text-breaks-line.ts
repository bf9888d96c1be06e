import type { SpecPath } from '../../../diagnostics/diagnostic.ts'
import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { confTextProblem } from '../conf-text.ts'
import { type ConfiguredText, configuredTexts } from '../configured-texts.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const textBreaksLine: MosquittoRule = {
  code: 'text-breaks-line',
  severity: 'error',
  summary: "a text cannot stand in a line of Mosquitto's files",
  explanation: prose`
    Mosquitto's files hold one entry a line and know no quoting. A text with a line break would add a line of its own, a
    control character is refused or cut, and blanks at either end are cut off. A password or PSK file ends the username
    at the first \`:\`, and a username that begins with \`#\` would be a comment there.

    Choose other names and topics. On a broker with \`access: dynamic-security\` topics, and the names of users with a
    password or certificate, are free of this.
  `,
  *check(subject) {
    for (const text of configuredTexts(subject)) {
      const problem = confTextProblem(text.text) ?? credentialProblem(text)
      if (problem === undefined) continue
      yield {
        message: `${text.what} ${quoted(text.text)} ${problem}`,
        at: placeOf(text),
        hint: 'choose another text',
      }
    }
  },
}

function placeOf({ path, isKey }: ConfiguredText): { readonly path: SpecPath; readonly on?: 'key' } {
  return isKey ? { path, on: 'key' } : { path }
}

function credentialProblem({ text, credentialFile }: ConfiguredText): string | undefined {
  if (credentialFile === undefined) return undefined
  if (text.startsWith('#'))
    return `begins with "#", which makes a comment of it in the ${credentialFile} file`
  return text.includes(':') ? `holds ":", which ends the name in the ${credentialFile} file` : undefined
}
