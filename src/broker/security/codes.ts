/** All codes that opening the files of a broker's security can report; their contents have codes of their own. */

import { prose } from '../../diagnostics/prose.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'

export const securityFileUnopened: CodeDescription = {
  code: 'security-file-unopened',
  severity: 'error',
  summary: 'an ACL, password or PSK file cannot be opened',
  explanation: prose`
    \`acl_file\`, \`password_file\` and \`psk_file\` name files that exist and that the account of the broker may read.
    Relative paths start in the folder in which the broker runs.`,
}

export const securityFileLink: CodeDescription = {
  code: 'security-file-link',
  severity: 'error',
  summary: 'an ACL, password or PSK file is a symbolic link',
  explanation: prose`
    Whoever can change the link chooses who may log in, so Mosquitto 2.1 refuses it, and so does mqttopia. Name the file
    itself, or set the variable \`MOSQUITTO_UNSAFE_ALLOW_SYMLINKS\` in the broker's environment.`,
}

export const securityFileReadable: CodeDescription = {
  code: 'security-file-readable',
  severity: 'warning',
  summary: 'a password or PSK file is readable by everybody on the machine',
  explanation: prose`
    Hashes can be attacked by trying, and pre-shared keys need no attack. Take the rights of others away with \`chmod
    o= FILE\`. Mosquitto warns as well, and says that future versions will refuse the file.`,
}

export const securityFileForeign: CodeDescription = {
  code: 'security-file-foreign',
  severity: 'warning',
  summary: 'an ACL, password or PSK file can be changed by another account than the broker’s',
  explanation: prose`
    The file is owned by another account, or everybody may write to it; who does decides who may log in and do what.
    Let the file belong to the account under which the broker runs, with mode 0600 or 0640.`,
}

export const securityCodes: readonly CodeDescription[] = [
  securityFileUnopened,
  securityFileLink,
  securityFileReadable,
  securityFileForeign,
]
