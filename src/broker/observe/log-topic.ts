/** The topics of `log_dest topic` (mosquitto.conf(5)): `$SYS/broker/log/...`. */

import type { LogType } from './log.ts'

const topics: Readonly<Partial<Record<LogType, string>>> = {
  error: '$SYS/broker/log/E',
  warning: '$SYS/broker/log/W',
  notice: '$SYS/broker/log/N',
  information: '$SYS/broker/log/I',
  subscribe: '$SYS/broker/log/M/subscribe',
  unsubscribe: '$SYS/broker/log/M/unsubscribe',
  websockets: '$SYS/broker/log/WS',
}

/** `undefined` for lines that are never published: those about debugging would come from their own delivery. */
export function logTopic(type: LogType): string | undefined {
  return topics[type]
}
