/** What of a configuration concerns all sessions. */

import type { BrokerConfig } from '../config/broker-config.ts'
import type { SessionSettings } from '../session/session-settings.ts'

const NO_LIMIT_MESSAGES = 65_535

/** The changing part of {@link SessionSettings}; limits of 0 are none. */
export function sessionLimits({
  general,
  limits,
}: BrokerConfig): Pick<
  SessionSettings,
  'limits' | 'queueQos0' | 'upgradeQos' | 'allowDuplicates' | 'messageSizeLimit'
> {
  return {
    limits: {
      maxInflightMessages: limits.maxInflightMessages === 0 ? NO_LIMIT_MESSAGES : limits.maxInflightMessages,
      maxInflightBytes: orNone(limits.maxInflightBytes),
      maxQueuedMessages: orNone(limits.maxQueuedMessages),
      maxQueuedBytes: orNone(limits.maxQueuedBytes),
    },
    queueQos0: general.queueQos0Messages,
    upgradeQos: general.upgradeOutgoingQos,
    allowDuplicates: general.allowDuplicateMessages,
    messageSizeLimit: orNone(limits.messageSizeLimit),
  }
}

/** True when everybody may get what was published with QoS 0 as it was published. */
export function passesFrames({ allowDuplicates, upgradeQos }: SessionSettings): boolean {
  return allowDuplicates && !upgradeQos
}

function orNone(limit: number): number {
  return limit === 0 ? Number.POSITIVE_INFINITY : limit
}
