/** All codes that reading a password file can report. */

import { prose } from '../../diagnostics/prose.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'

export const passwordHashInvalid: CodeDescription = {
  code: 'password-hash-invalid',
  severity: 'error',
  summary: 'a line of a password file holds no hash that Mosquitto knows',
  explanation: prose`
    A line is \`username:hash\`, and \`mosquitto_passwd\` writes it. Hashes start with \`$argon2id$\`, \`$7$\` or \`$6$\`. A
    password in clear is never taken: \`mosquitto_passwd -U FILE\` turns a file of them into hashes. Mosquitto 2.1 does
    not start with such a line; 2.0 leaves the user out.`,
}

export const passwordUserMissing: CodeDescription = {
  code: 'password-user-missing',
  severity: 'error',
  summary: 'a line of a password file has no username before its colon',
  explanation: prose`
    The username is what stands before the first colon, without the blanks around it. A client with an empty username
    counts as one without any, so nobody could use the line.`,
}

export const passwordUserRepeated: CodeDescription = {
  code: 'password-user-repeated',
  severity: 'error',
  summary: 'two lines of a password file are of the same user',
  explanation: prose`
    Which of the two passwords is good would be a guess. Mosquitto 2.1 does not start with such a file; 2.0 takes the
    last line. Delete the older one.`,
}

export const passwordLineIgnored: CodeDescription = {
  code: 'password-line-ignored',
  severity: 'warning',
  summary: 'a line of a password file has no colon and is ignored',
  explanation: prose`
    A line is \`username:hash\`. Comments have their \`#\` in the first column. Mosquitto skips the line silently.`,
}

export const passwordCodes: readonly CodeDescription[] = [
  passwordHashInvalid,
  passwordUserMissing,
  passwordUserRepeated,
  passwordLineIgnored,
]
