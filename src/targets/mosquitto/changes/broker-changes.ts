/** What becomes of one broker when its files change: which entries, what it has to be told and why, and who is cut off. */

import type { EngineVersion } from '../../../topology/broker.ts'
import {
  ACL_FILE,
  BRIDGE_SECRETS_FOLDER,
  DYNAMIC_SECURITY_FILE,
  EMPTY_PASSWORD_FILE,
  PASSWORD_FILE,
  PSK_FILE,
} from '../conf/broker-files.ts'
import { aclChanges } from './acl-changes.ts'
import { confChanges } from './conf-changes.ts'
import { type ConfFacts, confFacts } from './conf-facts.ts'
import { confReasons } from './conf-reasons.ts'
import { credentialReason } from './credential-reason.ts'
import { type CutOff, cutOff } from './cut-off.ts'
import { type Effect, type EffectReason, strongest } from './effect.ts'
import { type ChangedFile, changeOf, type Detail, type FileChange } from './file-change.ts'
import { loginChanges } from './login-changes.ts'
import { securityFileChanges } from './security-file-changes.ts'

export const CONF_FILE = 'mosquitto.conf'

export interface BrokerFileChanges {
  readonly files: readonly FileChange[]
  readonly effect: Effect
  /** The strongest first. */
  readonly reasons: readonly EffectReason[]
  readonly cutOff: CutOff
}

export interface BrokerChangesInput {
  readonly version: EngineVersion
  /** Below the broker's folder. */
  readonly changed: readonly ChangedFile[]
  /** `mosquitto.conf` as it will be, changed or not. */
  readonly conf: string
}

/** For a broker that is there before and after. */
export function brokerChanges({ version, changed, conf }: BrokerChangesInput): BrokerFileChanges {
  const facts = confFacts(conf)
  const files = changed.map((file): FileChange => {
    return { path: file.path, change: changeOf(file), details: detailsOf(file) }
  })
  const found = files.flatMap((file) => reasonsFor(file, version, facts))
  const reasons = [...found, ...forgottenReasons(found, version, facts)]
  const effect = strongest(reasons.map(({ effect }) => effect))
  const inOrder = reasons.toSorted((a, b) => rank(b.effect) - rank(a.effect))
  return { files, effect, reasons: inOrder, cutOff: cutOff(effect, files) }
}

/** A reload would be enough for the change, and lose something else. */
function forgottenReasons(
  reasons: readonly EffectReason[],
  version: EngineVersion,
  { forgottenLimits }: ConfFacts,
): readonly EffectReason[] {
  if (version !== '2.0' || strongest(reasons.map(({ effect }) => effect)) !== 'reload') return []
  return forgottenLimits.map((what) => ({
    effect: 'restart',
    what,
    because: 'Mosquitto 2.0 forgets it at a reload',
  }))
}

function rank(effect: Effect): number {
  return ['none', 'hot', 'reload', 'restart'].indexOf(effect)
}

function detailsOf(file: ChangedFile): readonly Detail[] {
  switch (fileKind(file.path)) {
    case 'configuration':
      return confChanges(file)
    case 'acl':
      return aclChanges(file)
    case 'passwords':
      return loginChanges(file, 'password')
    case 'keys':
      return loginChanges(file, 'pre-shared key')
    case 'dynamic security':
      return securityFileChanges(file)
    case 'credential':
      return []
  }
}

type FileKind = 'configuration' | 'acl' | 'passwords' | 'keys' | 'dynamic security' | 'credential'

function fileKind(path: string): FileKind {
  if (path === CONF_FILE || path.startsWith(`${BRIDGE_SECRETS_FOLDER}/`)) return 'configuration'
  if (path === ACL_FILE || path.startsWith(`${ACL_FILE}.`)) return 'acl'
  if (path === PASSWORD_FILE || path === EMPTY_PASSWORD_FILE) return 'passwords'
  if (path === PSK_FILE) return 'keys'
  return path === DYNAMIC_SECURITY_FILE ? 'dynamic security' : 'credential'
}

const READ_AGAIN = 'Mosquitto reads it again on SIGHUP'

function reasonsFor(file: FileChange, version: EngineVersion, facts: ConfFacts): readonly EffectReason[] {
  const what = file.path
  switch (fileKind(file.path)) {
    case 'configuration':
      return confReasons(file, version)
    case 'acl':
    case 'passwords':
    case 'keys':
      return [{ effect: 'reload', what, because: READ_AGAIN }]
    case 'dynamic security':
      return [{ effect: 'restart', what, because: 'the dynamic-security plugin reads it when it is loaded' }]
    case 'credential':
      return [credentialReason(file.path, version, facts)]
  }
}
