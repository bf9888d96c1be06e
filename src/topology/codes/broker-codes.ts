/** Codes about brokers, their listeners and the bridges between them. */

import { prose } from '../../diagnostics/prose.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'

export const listenerAddress: CodeDescription = {
  code: 'listener-address',
  severity: 'error',
  summary: 'a listener has no address, or one of the wrong kind',
  explanation: prose`
    A listener of transport \`tcp\` (the default) or \`websocket\` has a \`port\` and may have a \`bind\` address; one of
    transport \`unix\` has a \`path\` and neither of the others.`,
}

export const tlsPskWithCertificate: CodeDescription = {
  code: 'tls-psk-with-certificate',
  severity: 'error',
  summary: 'a listener has pre-shared keys and settings of certificates',
  explanation: prose`
    TLS of one listener works with certificates or with pre-shared keys, not with both; engines refuse the
    mixture. Remove \`psk\`, or the settings beside it, or make two listeners.`,
}

export const bridgeToItself: CodeDescription = {
  code: 'bridge-to-itself',
  severity: 'error',
  summary: 'a bridge leads from a broker to the same broker',
  explanation: prose`
    Every message that such a bridge sends comes back to the broker it left, and round again. Name two brokers in
    \`from\` and \`to\`.`,
}

export const ambiguousListener: CodeDescription = {
  code: 'ambiguous-listener',
  severity: 'error',
  summary: 'several listeners of the far broker would admit a bridge',
  explanation: prose`
    Which of them the bridge dials decides about encryption, so mqttopia does not guess. Name one with
    \`listener\`.`,
}

export const bridgeNotAdmitted: CodeDescription = {
  code: 'bridge-not-admitted',
  severity: 'error',
  summary: 'no listener of the far broker admits a bridge',
  explanation: prose`
    A bridge connects as a client does: to a TCP listener whose \`auth\` has the kind that the bridge's \`auth\` uses. It
    cannot dial a Unix socket. Add the kind to a listener of the far broker, or let the bridge use another.`,
}

export const bridgeAnonymous: CodeDescription = {
  code: 'bridge-anonymous',
  severity: 'error',
  summary: 'an anonymous bridge leads to a broker without an anonymous user',
  explanation: prose`
    With \`auth: { anonymous: true }\` a bridge has the rights of the user \`anonymous\` on the far broker. That broker
    has no such user, so the bridge could carry nothing. Add \`users.anonymous\` with that broker in \`at\`, or give the bridge
    credentials, which also gives it exactly the rights that its routes need.`,
}

export const ambiguousProfile: CodeDescription = {
  code: 'ambiguous-profile',
  severity: 'error',
  summary: 'no profile, or more than one, fits the certificate of a bridge',
  explanation: prose`
    A bridge that does not name its profile uses \`client\` where the far listener trusts its issuer, else the only
    profile for \`client auth\` whose issuer it trusts. Here there is not exactly one. Name it: \`auth: { certificate: PROFILE }\`.`,
}

export const routeDirection: CodeDescription = {
  code: 'route-direction',
  severity: 'error',
  summary: 'a route has no direction, or more than one',
  explanation: prose`
    A route has exactly one of \`out\` (to the far broker), \`in\` (from it) and \`both\`, with the filter as the near
    broker names the topics. Write two routes where two filters are meant.`,
}

export const routeWildcards: CodeDescription = {
  code: 'route-wildcards',
  severity: 'error',
  summary: 'the two filters of a route have different wildcards',
  explanation: prose`
    Each wildcard of one filter stands for the same text as the wildcard in its place in the other, so both filters
    must have the same wildcards in the same order: \`press/+/state\` and \`plants/berlin/press/+/state\` do.`,
}

export const brokerCodes: readonly CodeDescription[] = [
  listenerAddress,
  tlsPskWithCertificate,
  bridgeToItself,
  ambiguousListener,
  bridgeNotAdmitted,
  bridgeAnonymous,
  ambiguousProfile,
  routeDirection,
  routeWildcards,
]
