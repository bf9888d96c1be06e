/** All rules of the Mosquitto target. */

import { limitFindings } from '../../topology/limit-findings.ts'
import type { MosquittoRule } from './mosquitto-subject.ts'
import { authorityRevocationIgnored } from './rules/authority-revocation-ignored.ts'
import { blankInPath } from './rules/blank-in-path.ts'
import { bridgeTopicBlank } from './rules/bridge-topic-blank.ts'
import { bridgeTransport } from './rules/bridge-transport.ts'
import { ciphersWithoutTls12 } from './rules/ciphers-without-tls12.ts'
import { dynamicSecurityClientId } from './rules/dynamic-security-client-id.ts'
import { dynamicSecurityLogins } from './rules/dynamic-security-logins.ts'
import { dynamicSecurityVariable } from './rules/dynamic-security-variable.ts'
import { fleetWrittenOut } from './rules/fleet-written-out.ts'
import { freeClientId } from './rules/free-client-id.ts'
import { limitsLostAtReload } from './rules/limits-lost-at-reload.ts'
import { manyAclLines } from './rules/many-acl-lines.ts'
import { needsNewerEngine } from './rules/needs-newer-engine.ts'
import { offlineSessionsDenied } from './rules/offline-sessions-denied.ts'
import { oneDirectionDeny } from './rules/one-direction-deny.ts'
import { privilegedPort } from './rules/privileged-port.ts'
import { pskDisablesTls13 } from './rules/psk-disables-tls13.ts'
import { pskExcludesTls13 } from './rules/psk-excludes-tls13.ts'
import { retainRight } from './rules/retain-right.ts'
import { routeNotAPrefix } from './rules/route-not-a-prefix.ts'
import { routeRetainMixed } from './rules/route-retain-mixed.ts'
import { routeTakenForDuplicate } from './rules/route-taken-for-duplicate.ts'
import { runsAsRoot } from './rules/runs-as-root.ts'
import { textBreaksLine } from './rules/text-breaks-line.ts'
import { topicTooDeep } from './rules/topic-too-deep.ts'
import { valueOutOfEngineRange } from './rules/value-out-of-engine-range.ts'
import { websocketBindName } from './rules/websocket-bind-name.ts'
import { websocketConnections } from './rules/websocket-connections.ts'
import { websocketCrl } from './rules/websocket-crl.ts'
import { websocketOnlyBroker } from './rules/websocket-only-broker.ts'
import { websocketPsk } from './rules/websocket-psk.ts'
import { websocketTlsVersion } from './rules/websocket-tls-version.ts'

const rules: readonly MosquittoRule[] = [
  authorityRevocationIgnored,
  blankInPath,
  bridgeTopicBlank,
  bridgeTransport,
  ciphersWithoutTls12,
  dynamicSecurityClientId,
  dynamicSecurityLogins,
  dynamicSecurityVariable,
  fleetWrittenOut,
  freeClientId,
  limitsLostAtReload,
  manyAclLines,
  needsNewerEngine,
  offlineSessionsDenied,
  oneDirectionDeny,
  privilegedPort,
  pskDisablesTls13,
  pskExcludesTls13,
  retainRight,
  routeNotAPrefix,
  routeRetainMixed,
  routeTakenForDuplicate,
  runsAsRoot,
  textBreaksLine,
  topicTooDeep,
  valueOutOfEngineRange,
  websocketBindName,
  websocketConnections,
  websocketCrl,
  websocketOnlyBroker,
  websocketPsk,
  websocketTlsVersion,
]

/** Each reports a mistake that a whole fleet shares a limited number of times. */
export const mosquittoRules: readonly MosquittoRule[] = rules.map((rule) => ({
  ...rule,
  check: (subject) => limitFindings(rule.check(subject)),
}))
