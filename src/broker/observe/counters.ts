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
  /** The most sessions at one time. */
  clientsMaximum = 0
  publishDenied = 0
  loginsRefused = 0
  /** Connections that the broker ended for what the client sent. */
  connectionsRefused = 0
  /** Connections that ended because nothing came for one and a half keep alives. */
  keepAliveTimeouts = 0
  takeOvers = 0
}
