import { describe, expect, test } from 'vitest'
import { configOf, load, said } from './read-config.ts'

const codes = (text: string) => load(text).diagnostics.map(({ code }) => code)

describe('options of security', () => {
  test('are of the broker wherever they stand', () => {
    const { security, listeners } = configOf(
      'listener 1\nacl_file a\nlistener 2\npassword_file p\nallow_anonymous 1',
    )
    expect(security).toMatchObject({ aclFile: 'a', passwordFile: 'p', allowAnonymous: true })
    expect(listeners.map((listener) => listener.security)).toEqual([undefined, undefined])
  })

  test('anonymous clients are refused as soon as there is a listener', () => {
    expect(load('listener 1').config?.security.allowAnonymous).toBe(false)
    expect(load('port 1').config?.security.allowAnonymous).toBe(false)
    expect(configOf('').security.allowAnonymous).toBe(true)
  })

  test('a listener may say otherwise of anonymous clients', () => {
    const { security, listeners } = configOf(
      'allow_anonymous false\npassword_file p\nlistener 1 ::1\nlistener_allow_anonymous true\nlistener 2',
    )
    expect(security.allowAnonymous).toBe(false)
    expect(listeners.map(({ allowAnonymous }) => allowAnonymous)).toEqual([true, undefined])
  })
})

describe('per_listener_settings', () => {
  test('gives each listener its own', () => {
    const { security, listeners, perListenerSettings } = configOf(
      [
        'per_listener_settings true',
        'clientid_prefixes x',
        'listener 1',
        'acl_file a',
        'allow_anonymous true',
        'allow_zero_length_clientid false',
        'auto_id_prefix y-',
        'listener 2',
        'password_file p',
        'psk_file k',
      ].join('\n'),
    )
    expect(perListenerSettings).toBe(true)
    expect(security).toEqual({
      allowAnonymous: false,
      allowZeroLengthClientId: true,
      autoIdPrefix: 'auto-',
      clientIdPrefixes: 'x',
    })
    expect(listeners.map((listener) => listener.security)).toEqual([
      {
        allowAnonymous: true,
        allowZeroLengthClientId: false,
        autoIdPrefix: 'y-',
        clientIdPrefixes: 'x',
        aclFile: 'a',
      },
      {
        allowAnonymous: false,
        allowZeroLengthClientId: true,
        autoIdPrefix: 'auto-',
        clientIdPrefixes: 'x',
        passwordFile: 'p',
        pskFile: 'k',
      },
    ])
  })

  test.each(['acl_file a', 'allow_anonymous 1', 'password_file p', 'psk_file k', 'plugin x.so'])(
    'needs a listener before %j',
    (line) => {
      const [name = ''] = line.split(' ')
      const needing = (text: string) =>
        load(text).diagnostics.filter(({ code }) => code === 'option-needs-listener')
      expect(needing(`per_listener_settings true\n${line}`).map(({ message }) => message)).toEqual([
        `"${name}" stands before any listener`,
      ])
      expect(needing(`per_listener_settings true\nport 1\n${line}`)).toEqual([])
    },
  )

  test.each([
    'acl_file a',
    'password_file a',
    'psk_file a',
    'allow_anonymous false',
    'allow_zero_length_clientid true',
    'auto_id_prefix a',
    'global_plugin /mosquitto_acl_file.so\nplugin_opt_acl_file a',
  ])('comes before %j', (line) => {
    const late = 'per-listener-settings-late'
    expect(codes(`${line}\nper_listener_settings true`)).toContain(late)
    expect(codes(`${line}\nper_listener_settings false`)).not.toContain(late)
    expect(codes(`per_listener_settings false\nper_listener_settings true\nlistener 1\n`)).not.toContain(late)
    expect(codes('max_keepalive 1\nlistener 1\nper_listener_settings true')).not.toContain(late)
  })

  test('is not taken back by a later line, which is not even read', () => {
    const { config } = load('per_listener_settings true\nper_listener_settings false\nlistener 1\nacl_file a')
    expect(config?.perListenerSettings).toBe(true)
  })
})

describe('certificates and pre-shared keys', () => {
  const CERTIFICATE = 'certfile c\nkeyfile k\n'

  test.each([
    [`listener 1\npsk_hint h\n«certfile» c\nkeyfile k`, '"certfile" and "psk_hint" exclude each other'],
    [`listener 1\npsk_hint h\n«cafile» c`, '"cafile" and "psk_hint" exclude each other'],
    [`listener 1\n${CERTIFICATE}«psk_hint» h`, '"psk_hint" and "certfile" exclude each other'],
    [`listener 1\n${CERTIFICATE}«psk_file» f`, '"psk_file" follows a listener with a certificate'],
  ])('%j', (text, message) => {
    const errors = load(text).diagnostics.filter(({ code }) => code === 'psk-and-certificate')
    expect(errors.map((error) => error.message)).toEqual([message])
    const { source, start, end } =
      errors[0] && 'span' in errors[0].at ? errors[0].at.span : { start: 0, end: 0, source: undefined }
    expect(source?.text.slice(start, end)).toBe(/«(.*)»/.exec(text)?.[1])
  })

  test.each([
    `psk_file f\nlistener 1\npsk_hint h\nlistener 2\n${CERTIFICATE}`,
    `listener 2\n${CERTIFICATE}listener 1\npsk_hint h\npsk_file f`,
  ])('go together on one broker: %j', (text) => {
    expect(codes(text)).not.toContain('psk-and-certificate')
  })

  test('a psk_file turns TLS 1.3 off on listeners with certificates', () => {
    const version = (text: string) => load(text).config?.listeners.map(({ tls }) => tls?.maxVersion)
    expect(version(`psk_file f\nlistener 1\n${CERTIFICATE}listener 2\n`)).toEqual(['TLSv1.2', undefined])
    expect(version(`listener 1\n${CERTIFICATE}`)).toEqual([undefined])
    expect(
      version(
        `per_listener_settings 1\nlistener 1\n${CERTIFICATE}listener 2\npsk_file f\nlistener 3\npsk_file f\n${CERTIFICATE}`,
      ),
    ).toEqual([undefined, undefined, 'TLSv1.2'])
  })

  test.each([
    ['listener 1\n«certfile» c', '"certfile" needs "keyfile"'],
    ['listener 1\n«keyfile» c', '"keyfile" needs "certfile"'],
    ['listener 1\n«cafile» c', '"cafile" needs "certfile"'],
    ['listener 1\n«capath» c', '"capath" needs "certfile"'],
  ])('%j', (text, message) => {
    expect(said(text)).toEqual([`certificate-incomplete: ${message}`])
  })

  test.each([
    ['listener 1\nenable_proxy_protocol 2\n«certfile» c\n«keyfile» k', 2],
    ['listener 1\nenable_proxy_protocol 2\n«use_subject_as_username» true', 1],
    ['listener 1\nenable_proxy_protocol 2\nuse_subject_as_username false', 0],
    [`listener 1\nenable_proxy_protocol 1\n${CERTIFICATE}`, 0],
  ])('a proxy that speaks TLS: %j', (text, errors) => {
    expect(codes(text.replace(/[«»]/g, '')).filter((code) => code === 'proxy-conflict')).toHaveLength(errors)
  })

  test('usernames from a proxy are refused, not forgotten', () => {
    const text = 'listener 1\nenable_proxy_protocol 2\nuse_identity_as_username true\nallow_anonymous false'
    expect(load(text).config).toBeUndefined()
    expect(codes(text)).toContain('option-unsupported')
  })
})
