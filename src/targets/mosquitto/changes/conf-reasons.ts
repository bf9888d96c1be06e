/** What changed options take, and why. */

import type { EngineVersion } from '../../../topology/broker.ts'
import type { EffectReason } from './effect.ts'
import type { Detail, FileChange } from './file-change.ts'
import { BRIDGE_EFFECT, effectOfOption } from './option-effects.ts'

/** One reason for each option, and one for a listener or bridge that comes or goes. */
export function confReasons(
  { path, change, details }: FileChange,
  version: EngineVersion,
): readonly EffectReason[] {
  if (path !== 'mosquitto.conf') return [bridgeReason(`bridge in ${path}`, 'changed', version)]
  if (change !== 'changed') return [{ effect: 'restart', what: path, because: 'the configuration is new' }]
  const parts = new Map<string, EffectReason>()
  for (const detail of details) {
    const reason = reasonFor(detail, version)
    if (!parts.has(`${reason.what} ${reason.effect}`)) parts.set(`${reason.what} ${reason.effect}`, reason)
  }
  return [...parts.values()]
}

function reasonFor({ at, item, before, after }: Detail, version: EngineVersion): EffectReason {
  if (at.startsWith('bridge ')) {
    const change = item !== 'connection' ? 'changed' : before === undefined ? 'new' : 'gone'
    return bridgeReason(at, change, version)
  }
  if (item === 'listener') return listenerReason(at, before, after)
  const effect = effectOfOption(item).effect[version]
  const because =
    effect === 'reload'
      ? `Mosquitto ${version} takes ${item} from its configuration on SIGHUP`
      : `Mosquitto ${version} takes ${item} when it starts`
  return { effect, what: at === '' ? item : `${item} of ${at}`, because }
}

function listenerReason(what: string, before: string | undefined, after: string | undefined): EffectReason {
  const how = before === undefined ? 'opens' : after === undefined ? 'closes' : 'moves'
  return { effect: 'restart', what, because: `Mosquitto ${how} listeners only when it starts` }
}

function bridgeReason(
  what: string,
  change: 'new' | 'gone' | 'changed',
  version: EngineVersion,
): EffectReason {
  const effect = BRIDGE_EFFECT.effect[version]
  const verb = { new: 'starts new', gone: 'ends', changed: 'takes up changed' }[change]
  const because =
    effect === 'reload'
      ? `Mosquitto ${version} ${verb} bridges on SIGHUP`
      : `Mosquitto ${version} reads its bridges when it starts`
  return { effect, what, because }
}
