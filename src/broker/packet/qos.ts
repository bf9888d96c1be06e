import type { Qos } from './packet.ts'

/** True for 0, 1 and 2; two bits may also hold a 3 [MQTT-3.3.1-4]. */
export function isQos(value: number): value is Qos {
  return value === 0 || value === 1 || value === 2
}

export function lowerQos(a: Qos, b: Qos): Qos {
  return a < b ? a : b
}
