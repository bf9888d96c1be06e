/** What one client may do with topics, as the rest of the broker asks. Topics are those after mounting. */

import { mayClientsRead, mayClientsWrite } from './reserved-topics.ts'

/** Who asks. An empty username counts as none. */
export interface Principal {
  readonly username?: string
  readonly clientId: string
}

/** A line of an ACL file. */
export interface Rule {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** The line, with the access written out: `topic deny secret/#`. */
  readonly text: string
}

export interface Rights {
  /** May the client publish to the topic name `topic`? */
  mayWrite(topic: string): boolean
  /** May the client receive what is published to the topic name `topic`? */
  mayRead(topic: string): boolean
  /** The rule that allows or denies it; `undefined` when no rule does: then {@link reason} says what else. */
  why(topic: string, action: 'read' | 'write'): Rule | undefined
  /** The same as a sentence for logs: without capital, full stop and line break. */
  reason(topic: string, action: 'read' | 'write'): string
}

/** Without an ACL file: everything but the topics that belong to the broker. */
export const openRights: Rights = {
  mayWrite: mayClientsWrite,
  mayRead: mayClientsRead,
  why: () => undefined,
  reason: (topic, action) => reservedReason(topic, action) ?? 'there is no ACL file, so it is allowed',
}

/** Of the broker's own bridges, which are never asked (`mosquitto_acl_check`). */
export const bridgeRights: Rights = {
  mayWrite: () => true,
  mayRead: () => true,
  why: () => undefined,
  reason: () => 'the bridges of this broker may do everything',
}

/**
 * Of clients whose listener is not there, with `per_listener_settings`: nobody knows by which rules to decide
 * (`mosquitto_acl_check`). They are offline, and their listener was taken out of the configuration.
 */
export const closedRights: Rights = {
  mayWrite: () => false,
  mayRead: () => false,
  why: () => undefined,
  reason: () => 'the listener through which the client came is no longer there',
}

/** Why no rule is asked at all. */
export function reservedReason(topic: string, action: 'read' | 'write'): string | undefined {
  if (action === 'read' ? mayClientsRead(topic) : mayClientsWrite(topic)) return undefined
  return 'topics that start with "$SYS" or "$share" are not for clients'
}
