import { connect } from 'node:net'
import type { BridgeAddress } from '../config/broker-config.ts'
import { NOBODY, SocketTransport } from './socket-transport.ts'
import type { Transport, TransportListener } from './transport.ts'

export function dial(
  { host, port }: BridgeAddress,
  listener: TransportListener & { onOpen(transport: Transport): void },
): { destroy(): void } {
  const socket = connect({ host, port, noDelay: true })
  const transport = new SocketTransport(socket, { address: host, port, identity: NOBODY })
  transport.start(listener)
  socket.once('connect', () => listener.onOpen(transport))
  return transport
}
