/**
 * What each option that the emitters write takes to count in a running Mosquitto: one fact a line. Where the manual
 * page and the broker differ, the broker counts. What has not been seen to be taken by a reload is a restart: that is
 * never wrong, only slower.
 */

import type { EffectByVersion } from './effect.ts'

/** `tested`: seen on the running broker; the rest is where it was read, in Mosquitto's own source tree. */
export type EffectSource = 'tested' | 'src/conf.c' | 'src/net.c' | 'src/signals.c' | 'src/plugin_init.c'

export interface EffectFact {
  readonly effect: EffectByVersion
  readonly source: EffectSource
}

const BOTH_RELOAD: EffectByVersion = { '2.0': 'reload', '2.1': 'reload' }
const BOTH_RESTART: EffectByVersion = { '2.0': 'restart', '2.1': 'restart' }
const NEW_RELOAD: EffectByVersion = { '2.0': 'restart', '2.1': 'reload' }

const RELOAD = (source: EffectSource): EffectFact => ({ effect: BOTH_RELOAD, source })
const RESTART = (source: EffectSource): EffectFact => ({ effect: BOTH_RESTART, source })
/** Reloaded by 2.1 only. */
const SINCE_2_1 = (source: EffectSource): EffectFact => ({ effect: NEW_RELOAD, source })

export const OPTION_EFFECTS: Readonly<Record<string, EffectFact>> = {
  accept_protocol_versions: SINCE_2_1('tested'),
  acl_file: RELOAD('tested'),
  allow_anonymous: RELOAD('tested'),
  autosave_interval: RELOAD('src/conf.c'),
  cafile: RESTART('tested'),
  certfile: SINCE_2_1('tested'),
  check_retain_source: RESTART('tested'),
  ciphers: RESTART('src/net.c'),
  connection_messages: RELOAD('tested'),
  crlfile: RESTART('tested'),
  enable_proxy_protocol: RESTART('src/conf.c'),
  global_max_clients: RESTART('tested'),
  global_max_connections: RESTART('tested'),
  global_plugin: RESTART('src/plugin_init.c'),
  include_dir: SINCE_2_1('tested'),
  keyfile: SINCE_2_1('tested'),
  listener: RESTART('tested'),
  listener_allow_anonymous: SINCE_2_1('tested'),
  log_dest: RELOAD('tested'),
  log_timestamp: RELOAD('src/conf.c'),
  log_type: RELOAD('src/conf.c'),
  max_connections: SINCE_2_1('tested'),
  max_inflight_bytes: RESTART('tested'),
  max_inflight_messages: RESTART('tested'),
  max_keepalive: RESTART('tested'),
  max_packet_size: RESTART('tested'),
  max_qos: SINCE_2_1('tested'),
  max_queued_bytes: RESTART('tested'),
  max_queued_messages: RESTART('tested'),
  max_topic_alias: SINCE_2_1('tested'),
  memory_limit: RESTART('tested'),
  message_size_limit: RELOAD('tested'),
  password_file: RELOAD('tested'),
  per_listener_settings: RESTART('tested'),
  persistence: RESTART('src/conf.c'),
  persistence_location: RESTART('src/conf.c'),
  persistent_client_expiration: RELOAD('src/conf.c'),
  plugin: RESTART('src/plugin_init.c'),
  plugin_load: RESTART('src/plugin_init.c'),
  plugin_opt_acl_file: RESTART('src/plugin_init.c'),
  plugin_opt_config_file: RESTART('src/plugin_init.c'),
  plugin_opt_password_file: RESTART('src/plugin_init.c'),
  plugin_use: RESTART('src/plugin_init.c'),
  protocol: RESTART('src/conf.c'),
  psk_file: RELOAD('tested'),
  psk_hint: RESTART('src/net.c'),
  queue_qos0_messages: RELOAD('tested'),
  require_certificate: SINCE_2_1('tested'),
  retain_available: RESTART('tested'),
  retain_expiry_interval: RESTART('src/conf.c'),
  set_tcp_nodelay: RESTART('src/conf.c'),
  socket_domain: RESTART('src/net.c'),
  sys_interval: RELOAD('tested'),
  tls_version: RESTART('tested'),
  use_identity_as_username: RESTART('src/conf.c'),
  user: RESTART('src/conf.c'),
  websockets_origin: SINCE_2_1('tested'),
}

/** Options below a `connection` line. */
export const BRIDGE_EFFECT: EffectFact = SINCE_2_1('tested')

const UNKNOWN: EffectFact = RESTART('src/conf.c')

export function effectOfOption(option: string): EffectFact {
  return Object.hasOwn(OPTION_EFFECTS, option) ? (OPTION_EFFECTS[option] ?? UNKNOWN) : UNKNOWN
}
