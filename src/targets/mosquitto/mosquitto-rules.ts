/** All rules of the Mosquitto target. */

import type { MosquittoRule } from './mosquitto-subject.ts'
import { bridgeTransport } from './rules/bridge-transport.ts'
import { fleetWrittenOut } from './rules/fleet-written-out.ts'
import { freeClientId } from './rules/free-client-id.ts'
import { listenerAuthMixed } from './rules/listener-auth-mixed.ts'
import { manyAclLines } from './rules/many-acl-lines.ts'
import { needsNewerEngine } from './rules/needs-newer-engine.ts'
import { offlineSessionsDenied } from './rules/offline-sessions-denied.ts'
import { oneDirectionDeny } from './rules/one-direction-deny.ts'
import { retainRight } from './rules/retain-right.ts'
import { routeNotAPrefix } from './rules/route-not-a-prefix.ts'
import { routeRetainMixed } from './rules/route-retain-mixed.ts'
import { routeTakenForDuplicate } from './rules/route-taken-for-duplicate.ts'
import { textBreaksLine } from './rules/text-breaks-line.ts'
import { valueOutOfEngineRange } from './rules/value-out-of-engine-range.ts'
import { websocketCrl } from './rules/websocket-crl.ts'

export const mosquittoRules: readonly MosquittoRule[] = [
  bridgeTransport,
  fleetWrittenOut,
  freeClientId,
  listenerAuthMixed,
  manyAclLines,
  needsNewerEngine,
  offlineSessionsDenied,
  oneDirectionDeny,
  retainRight,
  routeNotAPrefix,
  routeRetainMixed,
  routeTakenForDuplicate,
  textBreaksLine,
  valueOutOfEngineRange,
  websocketCrl,
]
