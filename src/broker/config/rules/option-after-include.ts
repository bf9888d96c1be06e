import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { ConfigRule } from '../config-rule.ts'

export const optionAfterInclude: ConfigRule = {
  code: 'option-after-include',
  severity: 'warning',
  summary: 'an option of a listener follows an `include_dir` that opens listeners, so Mosquitto loses it',
  explanation: prose`
    Reading further listeners moves the ones there are, and Mosquitto 2.1 writes what follows to where the listener was:
    the option is lost, even when it is the certificate. This broker gives it to the listener above, as it is written.
    Make \`include_dir\` the last line of the file, and write whole blocks into included files.
  `,
  *check({ scopes }) {
    for (const { key, keySpan } of scopes.afterInclude)
      yield {
        message: `Mosquitto loses ${quoted(key)}, because it follows an "include_dir" that opens listeners`,
        at: { span: keySpan },
        hint: 'make "include_dir" the last line of the file',
      }
  },
}
