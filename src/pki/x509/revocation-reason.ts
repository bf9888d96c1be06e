/** Why a certificate was revoked (RFC 5280 5.3.1). */

/** Value 7 is unused; `removeFromCRL` (8) belongs to delta lists, which mqttopia does not make. */
const reasonCodes = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  privilegeWithdrawn: 9,
  aACompromise: 10,
} as const

export type RevocationReason = keyof typeof reasonCodes

export const revocationReasons = Object.keys(reasonCodes) as readonly RevocationReason[]

export function reasonCode(reason: RevocationReason): number {
  return reasonCodes[reason]
}

/** `unspecified` for codes that have no name here. */
export function reasonOfCode(code: number): RevocationReason {
  return revocationReasons.find((reason) => reasonCodes[reason] === code) ?? 'unspecified'
}
