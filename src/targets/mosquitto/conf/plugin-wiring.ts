/**
 * Access by the plugins of Mosquitto 2.1: one for rights, asked for all listeners; passwords for all of them too, or,
 * where listeners differ in what they ask, loaded once for each file and attached to each listener. Written from the
 * source of 2.1; what is measured here is 2.0, which takes none of it.
 */

import type { Broker, Listener } from '../../../topology/broker.ts'
import type { InstallPaths } from '../install-paths.ts'
import type { AuthWiring } from './auth-wiring.ts'
import { ACL_FILE, DYNAMIC_SECURITY_FILE, PASSWORD_FILE, PSK_FILE } from './broker-files.ts'
import { isIdentityByTls, loginsDiffer, passwordFileOf, takes } from './logins.ts'
import { ACL_FILE_PLUGIN, DYNAMIC_SECURITY_PLUGIN, PASSWORD_FILE_PLUGIN } from './plugins.ts'
import { type Setting, setting } from './setting.ts'

export function pluginWiring(broker: Broker, paths: InstallPaths): AuthWiring {
  const attaches = broker.access === 'acl-file' && loginsDiffer(broker)
  return {
    global: [
      // Before any listener: after one with a certificate it is refused.
      ...(takes(broker.listeners, 'psk') ? setting('psk_file', `${paths.config}/${PSK_FILE}`) : []),
      ...(attaches ? loadedPasswords(broker, paths) : sharedPasswords(broker, paths)),
      ...rights(broker, paths),
    ],
    of: (listener) => [
      ...setting('listener_allow_anonymous', !isIdentityByTls(listener) && takes([listener], 'anonymous')),
      ...(attaches ? attachedPasswords(listener) : []),
    ],
  }
}

function rights({ access }: Broker, { config, plugins }: InstallPaths): Setting[] {
  return access === 'acl-file'
    ? [
        ...setting('global_plugin', `${plugins}/${ACL_FILE_PLUGIN}`),
        ...setting('plugin_opt_acl_file', `${config}/${ACL_FILE}`),
      ]
    : [
        ...setting('global_plugin', `${plugins}/${DYNAMIC_SECURITY_PLUGIN}`),
        ...setting('plugin_opt_config_file', `${config}/${DYNAMIC_SECURITY_FILE}`),
      ]
}

function sharedPasswords({ access, listeners }: Broker, { config, plugins }: InstallPaths): Setting[] {
  const file = access === 'acl-file' ? passwordFileOf(listeners) : undefined
  if (file === undefined) return []
  return [
    ...setting('global_plugin', `${plugins}/${PASSWORD_FILE_PLUGIN}`),
    ...setting('plugin_opt_password_file', `${config}/${file}`),
  ]
}

function loadedPasswords({ listeners }: Broker, { config, plugins }: InstallPaths): Setting[] {
  const files = new Set(listeners.flatMap((listener) => passwordFileOf([listener]) ?? []))
  return [...files]
    .sort()
    .flatMap((file) => [
      ...setting('plugin_load', `${loadName(file)} ${plugins}/${PASSWORD_FILE_PLUGIN}`),
      ...setting('plugin_opt_password_file', `${config}/${file}`),
    ])
}

function attachedPasswords(listener: Listener): Setting[] {
  const file = passwordFileOf([listener])
  return file === undefined ? [] : setting('plugin_use', loadName(file))
}

function loadName(file: string): string {
  return file === PASSWORD_FILE ? 'passwords' : 'no-passwords'
}
