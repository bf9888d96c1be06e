/** Topics that belong to the broker, whatever rules say: `acl__check_dollar` of Mosquitto, before any ACL file. */

const DOLLAR = 36

/** False for topics to which no client may publish; true says that rules decide. */
export function mayClientsWrite(topic: string): boolean {
  if (topic.charCodeAt(0) !== DOLLAR) return true
  if (topic.startsWith('$SYS')) return BRIDGE_STATE.test(topic)
  return !topic.startsWith('$share')
}

/** False for topics that no client receives; true says that rules decide. */
export function mayClientsRead(topic: string): boolean {
  return topic.charCodeAt(0) !== DOLLAR || !topic.startsWith('$share')
}

/** `$SYS/broker/connection/+/state`: bridges tell there whether they are connected. */
const BRIDGE_STATE = /^\$SYS\/broker\/connection\/[^/]*\/state$/
