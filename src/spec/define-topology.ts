import type { Spec } from './generated/spec.ts'

/**
 * Gives a spec in a TypeScript or JavaScript module its type; returns it unchanged.
 *
 * @example
 * export default defineTopology({ mqttopia: 1, brokers: { home: { listeners: { mqtt: { port: 1883, auth: ['password'] } } } } })
 */
export function defineTopology(spec: Spec): Spec {
  return spec
}
