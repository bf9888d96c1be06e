/** Codes about users and fleets. */

import { prose } from '../../diagnostics/prose.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'

export const authMissing: CodeDescription = {
  code: 'auth-missing',
  severity: 'error',
  summary: 'a user does not say how it proves who it is',
  explanation: prose`
    Every user but \`anonymous\` has one of \`password\`, \`psk\` and \`certificate\` under \`auth\`. With
    \`password: { generate: {} }\` mqttopia makes a password and keeps it in the state folder. A bridge needs \`auth\` unless the
    far listener asks for a certificate.`,
}

export const authSeveral: CodeDescription = {
  code: 'auth-several',
  severity: 'error',
  summary: 'a user has several ways to prove who it is',
  explanation: prose`
    One user has one of \`password\`, \`psk\` and \`certificate\`: each further one is another way in for whoever finds
    it. Make two users with the same roles where both are needed.`,
}

export const authAnonymous: CodeDescription = {
  code: 'auth-anonymous',
  severity: 'error',
  summary: 'the user `anonymous` has credentials',
  explanation: prose`
    \`anonymous\` stands for all clients that give no username, so there is nobody to prove anything. Remove \`auth\`, or
    choose another username.`,
}

export const unknownColumn: CodeDescription = {
  code: 'unknown-column',
  severity: 'error',
  summary: 'a `${each.COLUMN}` names a column that the table does not have',
  explanation: prose`
    The columns are the names in the first line of a CSV file, the keys of the objects in JSON Lines and \`items\`, and
    \`n\` for a \`range\`; case counts.`,
}

export const emptyCell: CodeDescription = {
  code: 'empty-cell',
  severity: 'error',
  summary: 'a row has no text in a column that its device needs',
  explanation: prose`
    The fleet uses this column in a place that cannot be empty, such as a level of a topic, or this row lacks the
    column. Fill the cell.`,
}

export const uriInvalid: CodeDescription = {
  code: 'uri-invalid',
  severity: 'error',
  summary: 'a text is not a URI that a certificate can carry',
  explanation: prose`
    URIs of a certificate are absolute and written in ASCII (RFC 5280 4.2.1.6): a scheme, a colon, and no spaces, such as
    \`urn:plant:berlin:0001\`. Write other characters percent-encoded: \`%20\` for a space.`,
}

export const userCodes: readonly CodeDescription[] = [
  authMissing,
  authSeveral,
  authAnonymous,
  unknownColumn,
  emptyCell,
  uriInvalid,
]
