/**
 * Reads the file of Mosquitto's dynamic-security plugin (mosquitto_dynamic_security.json). Entries about subscribing are
 * refused: messages are held against the rights of their receiver here, and every subscription is granted.
 */

import type { RoleNames, SecurityAcl, SecurityFile } from './security-file.ts'

type Json = Readonly<Record<string, unknown>>

/** @throws Error that says what is not as the plugin has it; the file is nobody's but ours. */
export function readSecurityFile(text: string): SecurityFile {
  const json = object(JSON.parse(text))
  const { publishClientSend, publishClientReceive, subscribe } = object(json.defaultACLAccess ?? {})
  if (subscribe !== true) throw new Error('not every subscription is granted')
  const roles = new Map(
    list(json.roles).map((role) => [string(role.rolename), inOrder(list(role.acls).map(aclOf))]),
  )
  const groups = list(json.groups)
  const rolesOfGroup = (name: unknown) =>
    groups.filter(({ groupname }) => groupname === name).flatMap(({ roles }) => roleNames(roles))
  const clients = list(json.clients).map((client): [string, RoleNames] => {
    const name = string(client.username)
    const within = groups.filter((group) => list(group.clients).some(({ username }) => username === name))
    return [name, [...roleNames(client.roles), ...within.flatMap((group) => roleNames(group.roles))]]
  })
  return {
    defaults: {
      publishClientSend: publishClientSend === true,
      publishClientReceive: publishClientReceive === true,
    },
    roles,
    clients: new Map(clients),
    anonymous: json.anonymousGroup === undefined ? [] : rolesOfGroup(json.anonymousGroup),
  }
}

function aclOf(acl: Json): SecurityAcl {
  const { acltype, topic, allow } = acl
  if (acltype !== 'publishClientSend' && acltype !== 'publishClientReceive')
    throw new Error(`there is an entry of type "${acltype}"`)
  return { type: acltype, topic: string(topic), priority: priorityOf(acl), allow: allow === true }
}

function roleNames(roles: unknown): RoleNames {
  return inOrder(list(roles).map((use) => ({ name: string(use.rolename), priority: priorityOf(use) }))).map(
    ({ name }) => name,
  )
}

/** High priorities first; sorting keeps the order of equal ones. */
function inOrder<Item extends { readonly priority: number }>(items: readonly Item[]): readonly Item[] {
  return [...items].sort((a, b) => b.priority - a.priority)
}

/** The plugin's own default. */
const NO_PRIORITY = -1

function priorityOf({ priority }: Json): number {
  return typeof priority === 'number' ? priority : NO_PRIORITY
}

function object(value: unknown): Json {
  if (typeof value !== 'object' || value === null) throw new Error('an object is missing')
  return { ...value }
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(object) : []
}

function string(value: unknown): string {
  if (typeof value !== 'string') throw new Error('a text is missing')
  return value
}
