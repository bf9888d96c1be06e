/** The block of one listener. */

import { isIPv4 } from 'node:net'
import type { Broker, CertificateTls, Listener, PskTls } from '../../../topology/broker.ts'
import type { InstallPaths } from '../install-paths.ts'
import type { AuthWiring } from './auth-wiring.ts'
import { listenerTrustFiles, serverCertificateFiles } from './broker-files.ts'
import { type Section, type Setting, setting } from './setting.ts'

export function listenerSection(
  broker: Broker,
  listener: Listener,
  paths: InstallPaths,
  wiring: AuthWiring,
): Section {
  const isNew = broker.engine.version === '2.1'
  return {
    title: `Listener ${listener.name}`,
    settings: [
      ...setting('listener', addressText(listener)),
      ...transportSettings(listener),
      ...setting('max_connections', listener.maxConnections),
      ...setting('max_qos', listener.maxQos),
      ...setting('max_topic_alias', broker.limits.maxTopicAlias),
      ...(isNew ? newSettings(listener) : []),
      ...tlsSettings(listener, paths),
      ...wiring.of(listener),
    ],
  }
}

function addressText({ transport, port, bind, socketPath }: Listener): string {
  if (transport === 'unix') return `0 ${socketPath}`
  return bind === undefined ? String(port) : `${port} ${bind}`
}

/** Without its socket domain, a websocket of 2.0 that is bound to an IPv4 address listens on all interfaces. */
function transportSettings({ transport, bind = '' }: Listener): Setting[] {
  if (transport !== 'websocket') return []
  return [...(isIPv4(bind) ? setting('socket_domain', 'ipv4') : []), ...setting('protocol', 'websockets')]
}

/** Options that came with 2.1. */
function newSettings({ origins, protocolVersions, proxyProtocol }: Listener): Setting[] {
  return [
    ...origins.flatMap((origin) => setting('websockets_origin', origin)),
    ...(protocolVersions.length > 0 ? setting('accept_protocol_versions', protocolVersions.join(',')) : []),
    ...setting('enable_proxy_protocol', proxyProtocol),
  ]
}

function tlsSettings(listener: Listener, paths: InstallPaths): Setting[] {
  if (listener.tls === undefined) return []
  return listener.tls.kind === 'psk'
    ? pskSettings(listener.tls)
    : certificateSettings(listener, listener.tls, paths)
}

function pskSettings({ hint, ciphers }: PskTls): Setting[] {
  return [
    ...setting('psk_hint', hint),
    ...setting('use_identity_as_username', true),
    ...setting('ciphers', ciphers),
  ]
}

function certificateSettings(listener: Listener, tls: CertificateTls, { config }: InstallPaths): Setting[] {
  const server = serverCertificateFiles(tls.profile.name)
  const trust = listenerTrustFiles(listener)
  const isRequired = tls.clientAuth === 'required'
  return [
    ...setting('certfile', `${config}/${server.certificate}`),
    ...setting('keyfile', `${config}/${server.key}`),
    ...setting('tls_version', `tlsv${tls.minVersion}`),
    ...setting('ciphers', tls.ciphers),
    ...(isRequired ? setting('cafile', `${config}/${trust.authorities}`) : []),
    ...(isRequired ? setting('require_certificate', true) : []),
    ...(listener.auth.includes('certificate') ? setting('use_identity_as_username', true) : []),
    ...(isRequired && tls.crl ? setting('crlfile', `${config}/${trust.crl}`) : []),
  ]
}
