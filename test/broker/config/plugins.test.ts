import { describe, expect, test } from 'vitest'
import { configOf, load, said } from './read-config.ts'

const ACL = '/usr/lib/mosquitto_acl_file.so'
const PASSWORDS = '/usr/lib/mosquitto_password_file.so'

describe('plugins that read files', () => {
  test('do what acl_file and password_file do', () => {
    const byPlugin = configOf(
      `global_plugin ${ACL}\nplugin_opt_acl_file /a b\nglobal_plugin ${PASSWORDS}\nplugin_opt_password_file \t /p`,
    )
    expect(byPlugin).toEqual(configOf('acl_file /a b\npassword_file /p'))
    expect(configOf(`plugin ${ACL}\nplugin_opt_acl_file /a`)).toEqual(configOf('acl_file /a'))
    expect(configOf(`auth_plugin ${ACL}\nauth_opt_acl_file /a`)).toEqual(configOf('acl_file /a'))
  })

  test('are attached to listeners, beside those of the broker', () => {
    const { security, listeners, perListenerSettings } = configOf(
      [
        `plugin_load passwords ${PASSWORDS}`,
        'plugin_opt_password_file /passwd',
        `plugin_load no-passwords ${PASSWORDS}`,
        'plugin_opt_password_file /passwd-none',
        `global_plugin ${ACL}`,
        'plugin_opt_acl_file /acl',
        'psk_file /psk',
        'listener 1 ::1',
        'plugin_use passwords',
        'listener 2 ::1',
        'listener_allow_anonymous true',
        'plugin_use no-passwords',
        'listener 3 ::1',
        'plugin_use passwords',
        'listener 4 ::1',
        'psk_hint h',
        'use_identity_as_username true',
      ].join('\n'),
    )
    expect(perListenerSettings).toBe(false)
    expect(security).toMatchObject({ aclFile: '/acl', pskFile: '/psk' })
    expect(security.passwordFile).toBeUndefined()
    const files = { aclFile: '/acl', pskFile: '/psk', allowAnonymous: false }
    expect(listeners.map((listener) => listener.security)).toMatchObject([
      { ...files, passwordFile: '/passwd' },
      { ...files, passwordFile: '/passwd-none' },
      { ...files, passwordFile: '/passwd' },
      undefined as never,
    ])
    expect(listeners[1]?.allowAnonymous).toBe(true)
  })

  test('are of the listener with per_listener_settings, and global ones of all', () => {
    const { listeners, security } = configOf(
      [
        'per_listener_settings true',
        `global_plugin ${PASSWORDS}`,
        'plugin_opt_password_file /p',
        'listener 1 ::1',
        `plugin ${ACL}`,
        'plugin_opt_acl_file /one',
        'listener 2 ::1',
        'acl_file /two',
      ].join('\n'),
    )
    expect(security).toMatchObject({ passwordFile: '/p' })
    expect(listeners.map((listener) => listener.security)).toMatchObject([
      { passwordFile: '/p', aclFile: '/one' },
      { passwordFile: '/p', aclFile: '/two' },
    ])
  })

  test('an option behind plugin_use is of the plugin that is used', () => {
    const text = `plugin_load a ${ACL}\nlistener 1 ::1\nallow_anonymous 1\nplugin_use a\nplugin_opt_acl_file /x\n`
    expect(load(text).config?.listeners[0]?.security?.aclFile).toBe('/x')
  })
})

test.each([
  [
    'global_plugin «/usr/lib/mosquitto_dynamic_security.so»',
    'plugin-unsupported: "mosquitto_dynamic_security.so" cannot be loaded here',
  ],
  ['plugin «my.so»', 'plugin-unsupported: "my.so" cannot be loaded here'],
  [`plugin «${ACL}»`, 'plugin-invalid: "mosquitto_acl_file.so" has no file to read'],
  [
    `plugin «${ACL}»\n«plugin_opt_file» a`,
    'plugin-invalid: "mosquitto_acl_file.so" has no file to read',
    'option-without-effect: "plugin_opt_file" is no option of "mosquitto_acl_file.so"',
  ],
  [`plugin_load «x»`, 'plugin-invalid: no file follows the name "x"'],
  [
    `plugin_load x ${ACL}\nplugin_opt_acl_file a\nplugin_load «x ${ACL}»\nplugin_opt_acl_file a`,
    'plugin-invalid: there are two plugins named "x"',
  ],
  ['listener 1 ::1\nallow_anonymous 1\nplugin_use «y»', 'plugin-invalid: no plugin named "y" was loaded'],
  ['«plugin_opt_acl_file» a', 'option-needs-plugin: "plugin_opt_acl_file" stands before any plugin'],
  ['«auth_opt_x» a', 'option-needs-plugin: "auth_opt_x" stands before any plugin'],
  [`acl_file a\nplugin ${ACL}\nplugin_opt_acl_file «b»`, 'decider-twice: "b" decides what "a" does too'],
  [
    `plugin ${PASSWORDS}\nplugin_opt_password_file a\nplugin ${PASSWORDS}\nplugin_opt_password_file «b»\nlistener 1 ::1`,
    'decider-twice: "b" decides what "a" does too',
  ],
  [
    `acl_file a\nplugin_load x ${ACL}\nplugin_opt_acl_file «b»\nlistener 1 ::1\nplugin_use x\nallow_anonymous 1\npassword_file p\nlistener 2 ::1\nplugin_use x`,
    'decider-twice: "b" decides what "a" does too',
  ],
  [`plugin ${ACL} «and more»\nplugin_opt_acl_file a`, 'conf-text-ignored: "and more" is ignored'],
])('%j', (text, ...messages) => {
  expect([...said(text)].sort()).toEqual([...messages].sort())
})
