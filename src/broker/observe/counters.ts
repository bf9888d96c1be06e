/** Running totals of one broker since its start: plain numbers, changed in place on the hot path, read by `$SYS` and metrics. */

export class Counters {
  bytesReceived = 0
  bytesSent = 0
  /** MQTT control packets of all types. */
  packetsReceived = 0
  packetsSent = 0
  publishReceived = 0
  publishSent = 0
  publishBytesReceived = 0
  publishBytesSent = 0
  publishDropped = 0
  socketsOpened = 0
  /** CONNECT packets, whatever became of them. */
  connectsReceived = 0
  /** CONNECT packets that were answered with success. */
  connectionsAccepted = 0
  clientsExpired = 0
  clientsMaximum = 0
  publishDenied = 0
  /** Deliveries that the rights of the receiver stood against. */
  receiveDenied = 0
  subscribeDenied = 0
  loginsRefused = 0
  /** Connections that ended for a protocol error, a bad packet or an overrun limit. */
  protocolErrors = 0
  /** Clients that said nothing for one and a half keep alives. */
  keepAliveTimeouts = 0
  takeOvers = 0
}
