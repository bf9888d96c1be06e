/** What becomes of a CONNECT. */

import type { Connect } from '../packet/packet.ts'
import { REASON, RETURN_CODE } from '../packet/reason-code.ts'

export interface Admission {
  readonly admitted: true
  readonly clientId: string
  /** The broker made the client identifier up. */
  readonly isAssigned: boolean
  /** `undefined`: anonymous. Never empty. */
  readonly username?: string
  /** The encoded hash that the password was compared with, when there was a password file. */
  readonly passwordHash?: string
}

export interface Refusal {
  readonly admitted: false
  /** For CONNACK: a return code in 3.x, a reason code in 5.0. */
  readonly reasonCode: number
  /** For the log: a sentence without capital, full stop and secrets. */
  readonly because: string
  /** Too many wrong passwords came from there. */
  readonly isThrottled?: true
}

export type Verdict = Admission | Refusal

/** CONNACK 5, or 0x87: Mosquitto's answer to every wrong name and password. */
export function refuseUnauthorized({ version }: Connect, because: string): Refusal {
  const reasonCode = version === 5 ? REASON.notAuthorized : RETURN_CODE.notAuthorized
  return { admitted: false, reasonCode, because }
}

/** CONNACK 4, or 0x86: a certificate or a PSK should say who it is, and does not. */
export function refuseIdentity({ version }: Connect, because: string): Refusal {
  const reasonCode = version === 5 ? REASON.badUserNameOrPassword : RETURN_CODE.badUserNameOrPassword
  return { admitted: false, reasonCode, because }
}

/** 0x8C: no enhanced authentication (MQTT 5.0 4.12) is known here, which takes a plugin in Mosquitto. */
export function refuseMethod(): Refusal {
  const because = 'the client asks for an authentication method, and there is none'
  return { admitted: false, reasonCode: REASON.badAuthenticationMethod, because }
}

/** CONNACK 3, or `reasonCode` of 5.0: the broker cannot look at the password now. */
export function refuseForNow({ version }: Connect, reasonCode: number, because: string): Refusal {
  return {
    admitted: false,
    reasonCode: version === 5 ? reasonCode : RETURN_CODE.serverUnavailable,
    because,
  }
}
