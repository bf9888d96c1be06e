/** MQTT control packets as values, versions 3.1, 3.1.1 and 5.0 (MQTT 5.0 2 and 3). */

/** The protocol level of CONNECT: MQTT 3.1, 3.1.1 and 5.0. */
export type ProtocolVersion = 3 | 4 | 5

export type Qos = 0 | 1 | 2

/** Property values by their standard names (MQTT 5.0 2.2.2.2); what may repeat is a list. Absent from 3.x packets. */
export interface Properties {
  readonly payloadFormatIndicator?: number
  /** Seconds. */
  readonly messageExpiryInterval?: number
  readonly contentType?: string
  readonly responseTopic?: string
  readonly correlationData?: Uint8Array
  readonly subscriptionIdentifiers?: readonly number[]
  /** Seconds; 0xffff_ffff never. */
  readonly sessionExpiryInterval?: number
  readonly assignedClientIdentifier?: string
  /** Seconds. */
  readonly serverKeepAlive?: number
  readonly authenticationMethod?: string
  readonly authenticationData?: Uint8Array
  readonly requestProblemInformation?: number
  /** Seconds. */
  readonly willDelayInterval?: number
  readonly requestResponseInformation?: number
  readonly responseInformation?: string
  readonly serverReference?: string
  readonly reasonString?: string
  readonly receiveMaximum?: number
  readonly topicAliasMaximum?: number
  readonly topicAlias?: number
  readonly maximumQos?: number
  readonly retainAvailable?: number
  readonly userProperties?: readonly (readonly [name: string, value: string])[]
  readonly maximumPacketSize?: number
  readonly wildcardSubscriptionAvailable?: number
  readonly subscriptionIdentifierAvailable?: number
  readonly sharedSubscriptionAvailable?: number
}

export interface Will {
  readonly topic: string
  readonly payload: Uint8Array
  readonly qos: Qos
  readonly retain: boolean
  readonly properties?: Properties
}

export interface Connect {
  readonly type: 'connect'
  readonly version: ProtocolVersion
  /** The high bit of the protocol level in 3.x: the client is a bridge (`try_private` of Mosquitto). */
  readonly isBridge: boolean
  readonly cleanStart: boolean
  readonly keepAliveSeconds: number
  /** May be empty. */
  readonly clientId: string
  readonly will?: Will
  /** `undefined`: no user name flag; the empty string is one that is empty. */
  readonly username?: string
  readonly password?: Uint8Array
  readonly properties?: Properties
}

export interface Connack {
  readonly type: 'connack'
  readonly sessionPresent: boolean
  /** A return code in 3.x, a reason code in 5.0. */
  readonly reasonCode: number
  readonly properties?: Properties
}

export interface Publish {
  readonly type: 'publish'
  readonly duplicate: boolean
  readonly qos: Qos
  readonly retain: boolean
  /** Empty only in 5.0 with a topic alias. */
  readonly topic: string
  /** 0 when QoS is 0. */
  readonly packetId: number
  readonly payload: Uint8Array
  readonly properties?: Properties
}

/** PUBACK, PUBREC, PUBREL and PUBCOMP; the reason code is 0 in 3.x. */
export interface Acknowledgement {
  readonly type: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp'
  readonly packetId: number
  readonly reasonCode: number
  readonly properties?: Properties
}

export interface SubscriptionRequest {
  readonly filter: string
  readonly qos: Qos
  /** The three options of 5.0; false, false and 0 in 3.x. */
  readonly noLocal: boolean
  readonly retainAsPublished: boolean
  readonly retainHandling: 0 | 1 | 2
}

export interface Subscribe {
  readonly type: 'subscribe'
  readonly packetId: number
  readonly subscriptions: readonly SubscriptionRequest[]
  readonly properties?: Properties
}

export interface Unsubscribe {
  readonly type: 'unsubscribe'
  readonly packetId: number
  readonly filters: readonly string[]
  readonly properties?: Properties
}

/** SUBACK and UNSUBACK; an UNSUBACK of 3.x has no reason codes. */
export interface SubscriptionAcknowledgement {
  readonly type: 'suback' | 'unsuback'
  readonly packetId: number
  readonly reasonCodes: readonly number[]
  readonly properties?: Properties
}

export interface Ping {
  readonly type: 'pingreq' | 'pingresp'
}

/** DISCONNECT and (5.0 only) AUTH; the reason code is 0 in 3.x. */
export interface Farewell {
  readonly type: 'disconnect' | 'auth'
  readonly reasonCode: number
  readonly properties?: Properties
}

export type Packet =
  | Connect
  | Connack
  | Publish
  | Acknowledgement
  | Subscribe
  | Unsubscribe
  | SubscriptionAcknowledgement
  | Ping
  | Farewell

/** What is wrong with bytes, as a reason code of MQTT 5.0 (0x81, 0x82, 0x84, 0x95 ...) and one sentence for the log. */
export interface Malformed {
  readonly type: 'malformed'
  readonly reasonCode: number
  readonly message: string
  /** Of a CONNECT, once it was read: the version in which the answer must be written. */
  readonly version?: ProtocolVersion
}
