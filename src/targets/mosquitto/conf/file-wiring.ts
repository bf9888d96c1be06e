/**
 * Access by the options of Mosquitto 2.0, which 2.1 takes too. They hold for all listeners unless
 * `per_listener_settings` comes first; then each listener needs its own, an ACL file included, or it is open.
 */

import type { Broker, Listener } from '../../../topology/broker.ts'
import type { InstallPaths } from '../install-paths.ts'
import type { AuthWiring } from './auth-wiring.ts'
import { ACL_FILE, DYNAMIC_SECURITY_FILE, groupAclFile, PSK_FILE } from './broker-files.ts'
import { askingListeners, listenerGroups, needsPerListener, passwordFileOf, takes } from './logins.ts'
import { DYNAMIC_SECURITY_PLUGIN } from './plugins.ts'
import { type Setting, setting } from './setting.ts'

export function fileWiring(broker: Broker, paths: InstallPaths): AuthWiring {
  const { listeners } = broker
  if (!needsPerListener(broker))
    return { global: accessSettings(broker, listeners, ACL_FILE, paths), of: () => [] }
  const groups = listenerGroups(broker)
  return {
    global: setting('per_listener_settings', true),
    of: (listener) => {
      const group = groups.find((group) => group.listeners.includes(listener))
      const aclFile = groupAclFile(group?.listeners[0] ?? listener)
      return accessSettings(broker, [listener], aclFile, paths)
    },
  }
}

function accessSettings(
  { access }: Broker,
  listeners: readonly Listener[],
  aclFile: string,
  { config, plugins }: InstallPaths,
): readonly Setting[] {
  const anonymous = takes(askingListeners(listeners), 'anonymous')
  const psk = takes(listeners, 'psk')
  const passwordFile = access === 'acl-file' ? passwordFileOf(listeners) : undefined
  return [
    ...setting('allow_anonymous', anonymous),
    ...(passwordFile === undefined ? [] : setting('password_file', `${config}/${passwordFile}`)),
    ...(psk ? setting('psk_file', `${config}/${PSK_FILE}`) : []),
    ...(access === 'acl-file'
      ? setting('acl_file', `${config}/${aclFile}`)
      : [
          ...setting('plugin', `${plugins}/${DYNAMIC_SECURITY_PLUGIN}`),
          ...setting('plugin_opt_config_file', `${config}/${DYNAMIC_SECURITY_FILE}`),
        ]),
  ]
}
