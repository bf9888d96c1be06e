/** Options of mosquitto.conf(5) that say who gets in and what they may do. */

import { type ConfOption, SUPPORTED } from '../conf-option.ts'

const BOOLEAN = { kind: 'boolean' } as const
const SECURITY = { scope: 'security', since: '2.0', support: SUPPORTED, reloads: true } as const
const LISTENER = { ...SECURITY, scope: 'listener', withoutListener: 'refused' } as const

/** The longest prefix of client identifiers. */
const PREFIX_BYTES = 50

export const securityOptions: readonly ConfOption[] = [
  {
    ...SECURITY,
    name: 'allow_anonymous',
    meaning: 'clients may come in without a username',
    form: BOOLEAN,
    default: 'false; true when no listener is configured',
  },
  {
    ...LISTENER,
    name: 'listener_allow_anonymous',
    meaning: 'the same for one listener; wins over `allow_anonymous`',
    since: '2.1',
    form: BOOLEAN,
    default: 'as `allow_anonymous`',
  },
  {
    ...SECURITY,
    name: 'acl_file',
    meaning: 'file that says who may read and write what; without one, everybody may everything',
    form: { kind: 'text' },
  },
  {
    ...SECURITY,
    name: 'password_file',
    meaning: 'file with usernames and hashes of passwords',
    form: { kind: 'text' },
  },
  {
    ...SECURITY,
    name: 'psk_file',
    meaning: 'file with identities and pre-shared keys; turns TLS 1.3 off on listeners with certificates',
    form: { kind: 'text' },
  },
  {
    ...SECURITY,
    name: 'allow_zero_length_clientid',
    meaning: 'clients may let the broker choose their identifier',
    form: BOOLEAN,
    default: 'true',
  },
  {
    ...SECURITY,
    name: 'auto_id_prefix',
    meaning: 'start of the identifiers that the broker chooses, at most 50 bytes',
    form: { kind: 'text', maxBytes: PREFIX_BYTES },
    default: 'auto-',
    repeated: 'refused',
    deprecated: 'write listener_auto_id_prefix below the listener',
  },
  {
    ...LISTENER,
    name: 'listener_auto_id_prefix',
    meaning: 'the same for one listener',
    since: '2.1',
    form: { kind: 'text', maxBytes: PREFIX_BYTES },
    default: 'as `auto_id_prefix`',
    repeated: 'refused',
  },
  {
    ...LISTENER,
    name: 'use_username_as_clientid',
    meaning: 'the username is the client identifier; who has none is refused',
    form: BOOLEAN,
    default: 'false',
    withoutListener: 'default-listener',
  },
]
