import { prose } from '../../../diagnostics/prose.ts'
import type { ListenerConfig } from '../broker-config.ts'
import { type ConfigRule, listenersOf } from '../config-rule.ts'

export const anonymousFromNetwork: ConfigRule = {
  code: 'anonymous-from-network',
  severity: 'warning',
  summary: 'everybody who reaches a listener from the network may come in',
  explanation: prose`
    With \`allow_anonymous true\`, a client without a username is let in, and without a password file any other too; here
    from other machines, and nothing else proves who they are. Programs look for such brokers all over the internet.

    Write \`allow_anonymous false\` and a \`password_file\`, or bind the listener to this machine: \`listener 1883 127.0.0.1\`.
  `,
  *check(subject) {
    for (const { scope, config, admitsAnonymous } of listenersOf(subject)) {
      const isProven = config.psk !== undefined || config.tls?.requireCertificate === true
      if (!admitsAnonymous || isProven || isLocal(config)) continue
      const why = [scope.settings, scope.security, subject.scopes.security]
        .map((settings) => settings.last('listener_allow_anonymous') ?? settings.last('allow_anonymous'))
        .find((entry) => entry !== undefined)
      yield {
        message: `clients from the network may come in by port ${config.port} without a username`,
        at: { span: scope.opener.valueSpan },
        ...(why && { related: [{ at: { span: why.keySpan }, message: 'this allows it' }] }),
        hint: 'do not allow it, or bind the listener to 127.0.0.1',
      }
    }
  },
}

/** Of one machine: loopback addresses and Unix sockets. */
function isLocal({ unixPath, addresses = [], bindInterface }: ListenerConfig): boolean {
  const isLoopback = (address: string) => /^(127\.[0-9.]+|::1|localhost)$/.test(address)
  return (
    unixPath !== undefined || bindInterface === 'lo' || (addresses.length > 0 && addresses.every(isLoopback))
  )
}
