/** All codes that reading the text of a mosquitto.conf(5) can report; what its options mean together has its own. */

import { prose } from '../../diagnostics/prose.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'

export const confOptionUnknown: CodeDescription = {
  code: 'conf-option-unknown',
  severity: 'error',
  summary: 'a line of mosquitto.conf starts with no option of Mosquitto',
  explanation: prose`
    Mosquitto 2.0 and 2.1 do not know the name, so neither starts. Names are in lower case and end at a space: a tab
    makes the value a part of the name. Comments have their \`#\` in the first column. All options are listed in
    \`docs/broker-options.md\`.`,
}

export const confValueMissing: CodeDescription = {
  code: 'conf-value-missing',
  severity: 'error',
  summary: 'an option of mosquitto.conf has no value',
  explanation: prose`
    No option of Mosquitto can stand alone, and there is no way to say that a text is empty: remove the line instead.`,
}

export const confValueInvalid: CodeDescription = {
  code: 'conf-value-invalid',
  severity: 'error',
  summary: 'the value of an option of mosquitto.conf is none of those that it can have',
  explanation: prose`
    A yes or no is written \`true\` or \`false\`, or \`1\` or \`0\`: neither \`yes\` nor \`True\`. Other options have words of
    their own, in lower case. Mosquitto does not start with another value either.`,
}

export const confNumberInvalid: CodeDescription = {
  code: 'conf-number-invalid',
  severity: 'error',
  summary: 'the value of an option of mosquitto.conf is no number, or out of its range',
  explanation: prose`
    Numbers are whole and have no unit. \`0x\` in front makes a number hexadecimal, and \`0\` octal.`,
}

export const confNumberAdjusted: CodeDescription = {
  code: 'conf-number-adjusted',
  severity: 'warning',
  summary: 'a number in mosquitto.conf is out of range, and the nearest in range counts',
  explanation: prose`
    Mosquitto does not refuse the number, but works with another. Write the one that counts.`,
}

export const confNumberOctal: CodeDescription = {
  code: 'conf-number-octal',
  severity: 'warning',
  summary: 'a number in mosquitto.conf is octal, because it starts with 0',
  explanation: prose`
    Since 2.1, Mosquitto reads numbers as C does: \`010\` is 8. Older versions read 10. Write the number without the 0.`,
}

export const confTextInvalid: CodeDescription = {
  code: 'conf-text-invalid',
  severity: 'error',
  summary: 'a value in mosquitto.conf is not UTF-8, or holds control characters',
  explanation: prose`
    Texts are UTF-8 without control characters, tabs included, and some of them have a longest length in bytes. Behind
    a character U+0000, Mosquitto does not even read the rest of the file.`,
}

export const confTextIgnored: CodeDescription = {
  code: 'conf-text-ignored',
  severity: 'warning',
  summary: 'Mosquitto ignores what follows a value in its line',
  explanation: prose`
    Numbers, yes or no, and single words end at the first space, and the rest of the line says nothing. So
    \`log_type error warning\` logs errors alone: write a line for each. A \`#\` starts such a rest as well as anything, so
    comments are not reported.`,
}

export const confCommentInValue: CodeDescription = {
  code: 'conf-comment-in-value',
  severity: 'warning',
  summary: 'a value in mosquitto.conf has what looks like a comment in it',
  explanation: prose`
    Names of files and other texts reach to the end of their line, so \`acl_file /etc/acl # rights\` names a file that ends
    in \`# rights\`. Put the comment into a line of its own.`,
}

export const confIncludeUnreadable: CodeDescription = {
  code: 'conf-include-unreadable',
  severity: 'error',
  summary: 'a folder that mosquitto.conf includes, or a file in it, cannot be read',
  explanation: prose`
    \`include_dir\` names a folder that exists and that the account of the broker may read; all files in it that end in
    \`.conf\` are read. Relative paths start in the folder in which the broker runs. The path reaches to the end of the
    line: blanks belong to it.`,
}

export const confIncludeNested: CodeDescription = {
  code: 'conf-include-nested',
  severity: 'error',
  summary: 'a file that mosquitto.conf includes includes further files',
  explanation: prose`
    \`include_dir\` is for the file that the broker is started with. It may stand there several times.`,
}

export const confCodes: readonly CodeDescription[] = [
  confOptionUnknown,
  confValueMissing,
  confValueInvalid,
  confNumberInvalid,
  confNumberAdjusted,
  confNumberOctal,
  confTextInvalid,
  confTextIgnored,
  confCommentInValue,
  confIncludeUnreadable,
  confIncludeNested,
]
