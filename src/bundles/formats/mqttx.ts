/**
 * `mqttx`: a connection that the MQTTX desktop app imports (its `ConnectionModel`; MQTTX 1.9 to 1.12). The app reads
 * certificates from files, by path.
 */

import { jsonLiteral } from '../../files/quote.ts'
import type { ClientView } from '../client-view.ts'
import {
  type BundleClient,
  type BundleFormatter,
  NETWORK_TRANSPORTS,
  publicFile,
  secretFile,
} from '../format.ts'
import { certificateFiles } from './credential-files.ts'

export const mqttx: BundleFormatter = {
  reader: 'MQTTX',
  auth: ['password', 'certificate', 'anonymous'],
  transports: NETWORK_TRANSPORTS,
  needsKey: false,
  archived: false,
  *files({ view, materials }) {
    yield* certificateFiles(view)
    const file = view.password === null ? publicFile : secretFile
    yield file('mqttx.json', `${jsonLiteral([mqttxConnection(view, materials)], 2)}\n`)
  },
  readme: 'bundles/mqttx/README.txt.hbs',
}

/** The import skips connections without an `id` and refuses those without a `clientId`. */
function mqttxConnection(view: ClientView, materials: BundleClient['materials']): object {
  return {
    id: connectionId(view, materials),
    clientId: view.clientId ?? `mqttx-${view.username}`,
    name: `${view.username}@${view.broker}`,
    clean: true,
    protocol: { tcp: 'mqtt', tls: 'mqtts', ws: 'ws', wss: 'wss', unix: '' }[view.transport],
    host: view.host,
    port: view.port,
    path: '/mqtt',
    keepalive: 60,
    connectTimeout: 10,
    reconnect: true,
    username: view.password === null ? '' : view.username,
    password: view.password ?? '',
    ...mqttxTls(view),
    mqttVersion: view.protocolVersion === 5 ? '5.0' : '3.1.1',
    unreadMessageCount: 0,
    messages: [],
    subscriptions: view.subscribe.map(({ topic, qos }) => ({ topic, qos, alias: '', retain: false })),
    will: mqttxWill(view),
    clientIdWithTime: false,
    isCollection: false,
    parentId: null,
  }
}

function mqttxTls({ tls, ca, certificate }: ClientView): object {
  return {
    ssl: tls,
    certType: tls ? 'self' : '',
    rejectUnauthorized: true,
    ca: ca === null ? '' : 'ca.pem',
    cert: certificate === null ? '' : 'client.pem',
    key: certificate === null ? '' : 'client.key',
  }
}

function mqttxWill({ will }: ClientView): object {
  const { topic, payload, qos, retain } = will ?? { topic: '', payload: '', qos: 0, retain: false }
  return { lastWillTopic: topic, lastWillPayload: payload, lastWillQos: qos, lastWillRetain: retain }
}

/** A UUID (RFC 9562 5.8, version 8) that stays the same, so that a second import updates the first. */
function connectionId({ username, broker }: ClientView, materials: BundleClient['materials']): string {
  const bytes = Buffer.from(materials.salt(`mqttx/${broker}/${username}`, 16))
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
