import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'

export const messageSizeWithoutEffect: CheckRule = {
  code: 'message-size-without-effect',
  severity: 'warning',
  summary: 'the bound on messages is not below the bound on packets',
  explanation: prose`
    A packet holds a message and its topic. Where \`limits.maxPacketSize\` is not larger than \`limits.maxMessageSize\`,
    the bound on packets always strikes first: instead of being dropped, a large message ends its client's
    connection.

    Remove \`maxMessageSize\`, or raise \`maxPacketSize\` above it.
  `,
  *check({ topology: { brokers } }) {
    for (const { name, limits, path } of brokers) {
      const { maxMessageSizeBytes: message = 0, maxPacketSizeBytes: packet } = limits
      if (message === 0 || packet === undefined || message < packet) continue
      yield {
        message: `maxMessageSize of broker "${name}" has no effect: packets are bounded to ${packet} bytes already`,
        at: { path: [...path, 'limits', 'maxMessageSize'] },
        hint: 'remove "maxMessageSize", or raise "maxPacketSize" above it',
      }
    }
  },
}
