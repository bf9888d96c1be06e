/** Where the listeners of a broker are to be found, as its configuration says. */

import { isIP } from 'node:net'
import { confParts } from '../../targets/mosquitto/changes/conf-changes.ts'

export interface ListenerPlace {
  readonly name: string
  readonly host: string
  readonly port: number
  /** Of a Unix socket, instead of host and port. */
  readonly socket?: string
  readonly isWebsocket: boolean
  readonly speaks: 'mqtt' | 'tls' | 'psk' | 'proxy'
  /** Path of the certificate in the release. */
  readonly certificate?: string
}

/** @param machine where a listener is reached that is bound to all addresses */
export function listenerPlaces(conf: string, installed: string, machine: string): readonly ListenerPlace[] {
  return [...confParts(conf)].flatMap(([name, options]): readonly ListenerPlace[] => {
    const value = (key: string) => options.get(key)?.[0]
    const listener = value('listener')
    if (listener === undefined) return []
    const [port = '', ...rest] = listener.split(' ')
    const bind = rest.join(' ')
    const certfile = value('certfile')
    const place = {
      name: name.replace(/^listener /, ''),
      isWebsocket: value('protocol') === 'websockets',
      speaks: speech(certfile, value('psk_hint'), value('enable_proxy_protocol')),
      ...(certfile === undefined ? {} : { certificate: certfile.replace(`${installed}/`, '') }),
    }
    if (port === '0') return [{ ...place, host: '', port: 0, socket: bind }]
    const isOpen = bind === '' || ['0.0.0.0', '::'].includes(bind)
    return [{ ...place, host: isOpen || isIP(bind) === 0 ? machine : bind, port: Number(port) }]
  })
}

function speech(
  certfile: string | undefined,
  psk: string | undefined,
  proxy: string | undefined,
): ListenerPlace['speaks'] {
  if (proxy !== undefined) return 'proxy'
  if (psk !== undefined) return 'psk'
  return certfile === undefined ? 'mqtt' : 'tls'
}
