/**
 * Options of mosquitto.conf(5) that load plugins. A plugin is a library for Mosquitto, which nothing else can load; those
 * that read ACL and password files are known by their file names and have their work done here.
 */

import { type ConfOption, SUPPORTED } from '../conf-option.ts'

const PLUGIN = { since: '2.0', support: SUPPORTED, repeated: 'adds', reloads: true } as const

/** Does the work of `acl_file`; its option is `plugin_opt_acl_file`. */
export const ACL_FILE_PLUGIN = 'mosquitto_acl_file.so'
/** Does the work of `password_file`; its option is `plugin_opt_password_file`. */
export const PASSWORD_FILE_PLUGIN = 'mosquitto_password_file.so'

const ONLY = 'only `mosquitto_acl_file.so` and `mosquitto_password_file.so`; others are refused'

export const pluginOptions: readonly ConfOption[] = [
  {
    ...PLUGIN,
    name: 'plugin',
    aliases: ['auth_plugin'],
    meaning: `loads a plugin for the broker, or with \`per_listener_settings\` for the listener: ${ONLY}`,
    scope: 'security',
    form: { kind: 'words', pattern: 'FILE' },
  },
  {
    ...PLUGIN,
    name: 'global_plugin',
    meaning: 'loads a plugin for the broker, which is asked before those of listeners',
    since: '2.1',
    scope: 'broker',
    form: { kind: 'words', pattern: 'FILE' },
  },
  {
    ...PLUGIN,
    name: 'plugin_load',
    meaning: 'loads a plugin under a name, for `plugin_use`',
    since: '2.1',
    scope: 'broker',
    form: { kind: 'words', pattern: 'NAME FILE' },
  },
  {
    ...PLUGIN,
    name: 'plugin_use',
    meaning: 'attaches a plugin that was loaded by `plugin_load` to a listener',
    since: '2.1',
    scope: 'listener',
    form: { kind: 'text' },
    withoutListener: 'explicit',
  },
  {
    ...PLUGIN,
    name: 'plugin_opt_',
    aliases: ['auth_opt_'],
    isPrefix: true,
    meaning: 'an option of the plugin named last',
    scope: 'plugin',
    form: { kind: 'words', pattern: 'VALUE' },
  },
  {
    ...PLUGIN,
    name: 'auth_plugin_deny_special_chars',
    meaning: 'keeps usernames and client identifiers with `+`, `#` and `/` from old plugins',
    scope: 'plugin',
    form: { kind: 'boolean' },
    default: 'true',
    support: {
      kind: 'no-effect',
      because: 'only plugins of before Mosquitto 2.0 are asked this way',
      isMissed: false,
    },
  },
]
