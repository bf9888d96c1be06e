/** The rules of this folder, by name. A rule exists when it stands here. */

import { limitFindings } from '../topology/limit-findings.ts'
import type { CheckRule } from './check-subject.ts'
import { anonymousBeyondLoopback } from './rules/anonymous-beyond-loopback.ts'
import { anonymousEverything } from './rules/anonymous-everything.ts'
import { anonymousNotAdmitted } from './rules/anonymous-not-admitted.ts'
import { anonymousWithoutUser } from './rules/anonymous-without-user.ts'
import { authKindWithoutTls } from './rules/auth-kind-without-tls.ts'
import { authorityKeyUnsupported } from './rules/authority-key-unsupported.ts'
import { authorityNameConflict } from './rules/authority-name-conflict.ts'
import { blankInTopic } from './rules/blank-in-topic.ts'
import { bridgeDuplicate } from './rules/bridge-duplicate.ts'
import { bridgeInsecure } from './rules/bridge-insecure.ts'
import { bridgeLoop } from './rules/bridge-loop.ts'
import { bridgePlain } from './rules/bridge-plain.ts'
import { bridgeRefused } from './rules/bridge-refused.ts'
import { bridgeUnreachable } from './rules/bridge-unreachable.ts'
import { brokerWithoutUsers } from './rules/broker-without-users.ts'
import { certificateChainBroken } from './rules/certificate-chain-broken.ts'
import { certificateExpiresSoon } from './rules/certificate-expires-soon.ts'
import { certificateNotCa } from './rules/certificate-not-ca.ts'
import { certificateNotValidNow } from './rules/certificate-not-valid-now.ts'
import { certificateTextInvalid } from './rules/certificate-text-invalid.ts'
import { certificateUnreadable } from './rules/certificate-unreadable.ts'
import { certificateWeak } from './rules/certificate-weak.ts'
import { clientAuthConflict } from './rules/client-auth-conflict.ts'
import { clientIdConflict } from './rules/client-id-conflict.ts'
import { clientIdInDeny } from './rules/client-id-in-deny.ts'
import { clientIdNotALevel } from './rules/client-id-not-a-level.ts'
import { clientIdNotFixed } from './rules/client-id-not-fixed.ts'
import { commonNameTooLong } from './rules/common-name-too-long.ts'
import { controlGranted } from './rules/control-granted.ts'
import { denyWithoutEffect } from './rules/deny-without-effect.ts'
import { dollarUnderWildcard } from './rules/dollar-under-wildcard.ts'
import { duplicateGrant } from './rules/duplicate-grant.ts'
import { ed25519OnDevice } from './rules/ed25519-on-device.ts'
import { ed25519Support } from './rules/ed25519-support.ts'
import { emptyFleet } from './rules/empty-fleet.ts'
import { emptyGroup } from './rules/empty-group.ts'
import { emptyLevel } from './rules/empty-level.ts'
import { everythingGranted } from './rules/everything-granted.ts'
import { externalTrust } from './rules/external-trust.ts'
import { identityWildcards } from './rules/identity-wildcards.ts'
import { installConflict } from './rules/install-conflict.ts'
import { lifetimeBeyondIssuer } from './rules/lifetime-beyond-issuer.ts'
import { listenerAdmitsNobody } from './rules/listener-admits-nobody.ts'
import { listenerOptionWithoutEffect } from './rules/listener-option-without-effect.ts'
import { listenerRefusesUser } from './rules/listener-refuses-user.ts'
import { messageSizeWithoutEffect } from './rules/message-size-without-effect.ts'
import { mistakenWildcard } from './rules/mistaken-wildcard.ts'
import { passwordInClear } from './rules/password-in-clear.ts'
import { pathLengthExceeded } from './rules/path-length-exceeded.ts'
import { persistenceOffWithDurableBridge } from './rules/persistence-off-with-durable-bridge.ts'
import { portAgainstConvention } from './rules/port-against-convention.ts'
import { portConflict } from './rules/port-conflict.ts'
import { pskWithOtherAuth } from './rules/psk-with-other-auth.ts'
import { qosAboveMax } from './rules/qos-above-max.ts'
import { redundantGrant } from './rules/redundant-grant.ts'
import { retainLostOnBridge } from './rules/retain-lost-on-bridge.ts'
import { retainUnavailable } from './rules/retain-unavailable.ts'
import { revokedInTheFuture } from './rules/revoked-in-the-future.ts'
import { revokedWithoutCrl } from './rules/revoked-without-crl.ts'
import { routeOverlap } from './rules/route-overlap.ts'
import { serverLifetime } from './rules/server-lifetime.ts'
import { shadowedGrant } from './rules/shadowed-grant.ts'
import { shareInGrant } from './rules/share-in-grant.ts'
import { sharedRoot } from './rules/shared-root.ts'
import { sharedSecret } from './rules/shared-secret.ts'
import { socketPathConflict } from './rules/socket-path-conflict.ts'
import { sysPublish } from './rules/sys-publish.ts'
import { sysRoute } from './rules/sys-route.ts'
import { tlsVersionCiphers } from './rules/tls-version-ciphers.ts'
import { tooFewConnections } from './rules/too-few-connections.ts'
import { unspecifiedHost } from './rules/unspecified-host.ts'
import { unusedAuthKind } from './rules/unused-auth-kind.ts'
import { unusedAuthority } from './rules/unused-authority.ts'
import { unusedBundle } from './rules/unused-bundle.ts'
import { unusedProfile } from './rules/unused-profile.ts'
import { unusedRole } from './rules/unused-role.ts'
import { userNotAdmitted } from './rules/user-not-admitted.ts'
import { userWithoutRights } from './rules/user-without-rights.ts'
import { usernameNotALevel } from './rules/username-not-a-level.ts'
import { weakCiphers } from './rules/weak-ciphers.ts'
import { willNotAllowed } from './rules/will-not-allowed.ts'
import { willTopicReserved } from './rules/will-topic-reserved.ts'

const rules: readonly CheckRule[] = [
  anonymousBeyondLoopback,
  anonymousEverything,
  anonymousNotAdmitted,
  anonymousWithoutUser,
  authKindWithoutTls,
  authorityKeyUnsupported,
  authorityNameConflict,
  blankInTopic,
  bridgeDuplicate,
  bridgeInsecure,
  bridgeLoop,
  bridgePlain,
  bridgeRefused,
  bridgeUnreachable,
  brokerWithoutUsers,
  certificateChainBroken,
  certificateExpiresSoon,
  certificateNotCa,
  certificateNotValidNow,
  certificateTextInvalid,
  certificateUnreadable,
  certificateWeak,
  clientAuthConflict,
  clientIdConflict,
  clientIdInDeny,
  clientIdNotALevel,
  clientIdNotFixed,
  commonNameTooLong,
  controlGranted,
  denyWithoutEffect,
  dollarUnderWildcard,
  duplicateGrant,
  ed25519OnDevice,
  ed25519Support,
  emptyFleet,
  emptyGroup,
  emptyLevel,
  everythingGranted,
  externalTrust,
  identityWildcards,
  installConflict,
  lifetimeBeyondIssuer,
  listenerAdmitsNobody,
  listenerOptionWithoutEffect,
  listenerRefusesUser,
  messageSizeWithoutEffect,
  mistakenWildcard,
  passwordInClear,
  pathLengthExceeded,
  persistenceOffWithDurableBridge,
  portAgainstConvention,
  portConflict,
  pskWithOtherAuth,
  qosAboveMax,
  redundantGrant,
  retainLostOnBridge,
  retainUnavailable,
  revokedInTheFuture,
  revokedWithoutCrl,
  routeOverlap,
  serverLifetime,
  shadowedGrant,
  shareInGrant,
  sharedRoot,
  sharedSecret,
  socketPathConflict,
  sysPublish,
  sysRoute,
  tlsVersionCiphers,
  tooFewConnections,
  unspecifiedHost,
  unusedAuthKind,
  unusedAuthority,
  unusedBundle,
  unusedProfile,
  unusedRole,
  userNotAdmitted,
  userWithoutRights,
  usernameNotALevel,
  weakCiphers,
  willNotAllowed,
  willTopicReserved,
]

/** All rules; each reports a mistake that a whole fleet shares a limited number of times. */
export const checkRules: readonly CheckRule[] = rules.map((rule) => ({
  ...rule,
  check: (subject) => limitFindings(rule.check(subject)),
}))
