/** Lines of text about listeners and routes, for formats without pictures. */

import { printable } from '../diagnostics/printable.ts'
import { oneLine } from '../files/quote.ts'
import type { Listener } from '../topology/broker.ts'
import type { RouteLine } from './graph.ts'

/** `mqtts :8883, TLS, certificate`. */
export function listenerLabel(listener: Listener): string {
  const { name, tls, auth } = listener
  const how = tls === undefined ? 'plain' : tls.kind === 'psk' ? 'TLS-PSK' : 'TLS'
  return `${name} ${listenerAddress(listener)}, ${how}, ${auth.join(', ')}`
}

/** `127.0.0.1:1883`, `:8883`, `/run/mqtt.sock`. */
export function listenerAddress({ socketPath, bind = '', port }: Listener): string {
  return socketPath ?? `${bind}:${port}`
}

/** `out a/# as b/a/#`. */
export function routeLabel({ route: { direction, local, remote } }: RouteLine): string {
  return local.text === remote.text
    ? `${direction} ${local.text}`
    : `${direction} ${local.text} as ${remote.text}`
}

/** Without what steers a terminal or a line, and with a form in UTF-8. */
export function plainText(text: string): string {
  return oneLine(printable(text))
}
