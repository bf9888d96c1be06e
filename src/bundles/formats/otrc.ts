/**
 * `otrc`: a configuration of the OwnTracks apps (booklet, "JSON", `_type=configuration`), and on request its QR code.
 * The apps take a client certificate as a file of its own and trust only roots installed on the phone.
 */

import { renderSVG } from 'uqr'
import type { Artifact } from '../../files/artifact.ts'
import { pathPart } from '../../files/path-part.ts'
import { jsonLiteral } from '../../files/quote.ts'
import { matches, parseFilter } from '../../topic/filter.ts'
import type { ClientTopic } from '../client-topics.ts'
import type { ClientView } from '../client-view.ts'
import { type BundleFormatter, NETWORK_TRANSPORTS, publicFile, secretFile } from '../format.ts'
import { pkcs12Of } from './pkcs12.ts'

export const otrc: BundleFormatter = {
  reader: 'OwnTracks',
  auth: ['password', 'certificate'],
  transports: NETWORK_TRANSPORTS,
  needsKey: true,
  archived: false,
  encrypts: true,
  *files(client) {
    const { view, bundle } = client
    const name = pathPart(view.username)
    const p12 = view.certificate === null ? undefined : pkcs12Of(client)
    const configuration = ownTracksConfiguration(view, p12?.password)
    yield secretFile(`${name}.otrc`, `${jsonLiteral(configuration, 2)}\n`)
    if (view.ca !== null) yield publicFile('ca.crt', view.ca)
    if (p12 !== undefined) {
      yield secretFile(`${name}.otrp`, p12.content) // iOS opens this ending alone
      yield secretFile(`${name}.p12`, p12.content)
    }
    if (bundle.qr === 'svg') yield qrFile(name, configuration)
  },
  readme: 'bundles/otrc/README.txt.hbs',
}

/** What a QR code of version 40 holds in bytes at error correction level L (ISO/IEC 18004, table 7). */
export const QR_MAX_BYTES = 2953

/** The link that the apps open: scanning it imports the configuration. */
export function configurationLink(configuration: object): string {
  const inline = Buffer.from(jsonLiteral(configuration)).toString('base64')
  return `owntracks:///config?inline=${encodeURIComponent(inline)}`
}

function qrFile(name: string, configuration: object): Artifact {
  const link = configurationLink(configuration)
  if (link.length <= QR_MAX_BYTES) return secretFile(`${name}.svg`, `${renderSVG(link)}\n`)
  return publicFile(
    `${name}.qr.txt`,
    `The configuration needs ${link.length} bytes; a QR code holds ${QR_MAX_BYTES}. Open the .otrc file instead.\n`,
  )
}

/** The app's settings. Its will always says `{"_type":"lwt"}`, so of the spec's will all but the payload is used. */
export function ownTracksConfiguration(view: ClientView, passphrase?: string): object {
  const { host, port, tls, websocket, username, password, will } = view
  return {
    _type: 'configuration',
    mode: 0, // MQTT
    host,
    port,
    tls,
    ws: websocket,
    mqttProtocolLevel: view.protocolVersion,
    auth: password !== null,
    username, // with a certificate too: the app has no topics without it
    password: password ?? '',
    deviceId: deviceOf(view),
    clientId: view.clientId ?? `${username}-phone`,
    tid: trackerId(username),
    ...ownTracksTopics(view),
    ...(will === null ? {} : { willTopic: will.topic, willQos: will.qos, willRetain: will.retain }),
    ...(passphrase === undefined
      ? {}
      : { clientpkcs: `${pathPart(username)}.otrp`, passphrase, tlsClientCrtPassword: passphrase }),
  }
}

function ownTracksTopics(view: ClientView): object {
  const base = publishBase(view)
  const subTopics = view.subscribe.filter(({ topic }) => isListed(topic))
  return {
    pubTopicBase: base?.topic ?? defaultBase(view),
    pubQos: base?.qos ?? 0,
    pubRetain: base?.retain ?? true,
    sub: subTopics.length > 0,
    subTopic: subTopics.map(({ topic }) => topic).join(' '),
    subQos: Math.max(0, ...subTopics.map(({ qos }) => qos)),
  }
}

/**
 * Where the app publishes positions, and below: its own default where the user may publish that, else the first
 * filter under `owntracks`, less `#` and with the device in place of `+`. Never another topic that the user happens to
 * be allowed: a position must not arrive as a command to a machine.
 */
export function publishBase(view: ClientView): ClientTopic | undefined {
  const usual = defaultBase(view)
  const covering = view.publish.find(({ topic }) => matches(parseFilter(topic), usual))
  if (covering !== undefined) return { ...covering, topic: usual }
  const own = view.publish.find(({ topic }) => /^owntracks(\/|$)/.test(topic))
  if (own === undefined) return undefined
  const levels = own.topic.split('/').filter((level) => level !== '#')
  return { ...own, topic: levels.map((level) => (level === '+' ? deviceOf(view) : level)).join('/') }
}

function defaultBase(view: ClientView): string {
  return `owntracks/${view.username}/${deviceOf(view)}`
}

function deviceOf({ clientId }: ClientView): string {
  return clientId ?? 'phone'
}

/** The setting separates its filters by white space. */
export function isListed(topic: string): boolean {
  return !/\s/.test(topic)
}

/** The two letters that the map shows. */
function trackerId(username: string): string {
  return username.replace(/[^A-Za-z0-9]/g, '').slice(-2) || 'na'
}
