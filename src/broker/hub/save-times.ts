/** The machine's clock was set: the store, which outlives the broker, is told all moments anew as that clock counts now. */

import { storedMessage } from '../session/session-settings.ts'
import type { Hub } from './hub.ts'

/** Messages that wait for a session stay as they are: their rows may be many, and are soon gone. */
export function saveTimes({ sessions, retained, store, clock }: Hub): void {
  if (store === undefined) return
  for (const session of sessions.offline()) if (session.isStored) sessions.save(session)
  for (const message of retained.all())
    if (message.expiresAt !== undefined && !message.topic.startsWith('$'))
      store.putRetained(storedMessage(message, clock))
}
