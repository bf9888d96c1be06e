/** Codes about names: what they stand for, and whether they are free. */

import { prose } from '../../diagnostics/prose.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'

export const unknownReference: CodeDescription = {
  code: 'unknown-reference',
  severity: 'error',
  summary: 'a name stands for nothing',
  explanation: prose`
    Brokers, listeners, authorities, profiles, roles, users, fleets and bundles are named by the key they stand
    under. A name used elsewhere must be one of these keys, letter for letter.

    Correct the name, or add what it names. What stands in an environment's patch is there only with that environment.`,
}

export const duplicateUsername: CodeDescription = {
  code: 'duplicate-username',
  severity: 'error',
  summary: 'two users have one username',
  explanation: prose`
    A broker tells clients apart by their usernames, and certificates carry them. Two users, or two devices, of one
    name would share their rights and lock each other out, so usernames are unique in the whole topology, over all brokers.

    In a fleet, build the username from columns that together are different in each row, such as \`\${each.site}-\${each.serial}\`.`,
}

export const reservedName: CodeDescription = {
  code: 'reserved-name',
  severity: 'error',
  summary: 'a username has a meaning of its own',
  explanation: prose`
    Some usernames are taken: \`bridge-NAME\` belongs to the bridge \`NAME\`, which is a user on its far broker;
    \`anonymous\` stands for clients without a username, so no device can have it; and in the members of a group
    \`fleet:NAME\` means a whole fleet, so no user can be called that.

    Choose another name.`,
}

export const invalidIdentity: CodeDescription = {
  code: 'invalid-identity',
  severity: 'error',
  summary: 'a username or client identifier cannot be sent in MQTT',
  explanation: prose`
    Usernames and client identifiers are UTF-8 strings of MQTT (5.0, 1.5.4): 1 to 65535 bytes, without the character
    U+0000 and without halves of surrogate pairs. In a fleet an empty cell of the table is the usual cause.`,
}

export const protectMissing: CodeDescription = {
  code: 'protect-missing',
  severity: 'error',
  summary: 'something that the environment protects is not in the spec',
  explanation: prose`
    \`environments.NAME.protect\` lists parts of the spec that must exist in this environment, such as
    \`brokers.core\`. One of them is gone: it was removed or renamed, or the environment's own patch takes it out.

    Put it back, or take it off the list if its end is intended.`,
}

export const referenceCodes: readonly CodeDescription[] = [
  unknownReference,
  duplicateUsername,
  reservedName,
  invalidIdentity,
  protectMissing,
]
