/** What a changed certificate, key, trust or revocation file takes. */

import type { EngineVersion } from '../../../topology/broker.ts'
import type { ConfFacts } from './conf-facts.ts'
import type { EffectReason } from './effect.ts'

export function credentialReason(path: string, version: EngineVersion, facts: ConfFacts): EffectReason {
  if (path.startsWith('bridges/')) return bridgeReason(path, version)
  if (path.endsWith('.clients-ca.pem')) return trustReason(path, version, facts)
  return {
    effect: 'reload',
    what: path,
    because: path.endsWith('.crl.pem')
      ? 'Mosquitto reads lists of revocations again on SIGHUP'
      : 'Mosquitto reads certificates and keys of listeners again on SIGHUP',
  }
}

function trustReason(path: string, version: EngineVersion, { checkedAuthorities }: ConfFacts): EffectReason {
  const isRead = version === '2.1' && checkedAuthorities.some((file) => file.endsWith(`/${path}`))
  return isRead
    ? {
        effect: 'reload',
        what: path,
        because:
          'Mosquitto 2.1 reads trusted authorities again on SIGHUP where a list of revocations is checked',
      }
    : {
        effect: 'restart',
        what: path,
        because:
          version === '2.0'
            ? 'Mosquitto 2.0 reads trusted authorities when it starts'
            : 'Mosquitto 2.1 reads trusted authorities again only where a list of revocations is checked',
      }
}

function bridgeReason(path: string, version: EngineVersion): EffectReason {
  return version === '2.1'
    ? { effect: 'reload', what: path, because: 'Mosquitto 2.1 takes up changed bridges on SIGHUP' }
    : {
        effect: 'restart',
        what: path,
        because: 'Mosquitto 2.0 reads what a bridge is made of when it starts',
      }
}
