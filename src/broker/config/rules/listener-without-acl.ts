import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { type ConfigRule, listenersOf } from '../config-rule.ts'

export const listenerWithoutAcl: ConfigRule = {
  code: 'listener-without-acl',
  severity: 'warning',
  summary: 'clients of one listener may do everything, and those of another may not',
  explanation: prose`
    With \`per_listener_settings true\`, or plugins that are attached to listeners, an ACL file is of the listener that it
    stands below. On listeners without one, clients may read and write all topics, also those that the ACL file of the
    other listener protects.
  `,
  *check(subject) {
    const views = listenersOf(subject)
    const ruled = views.find(({ security }) => security.aclFile !== undefined)
    if (ruled === undefined) return
    for (const { scope, config, security } of views) {
      if (security.aclFile !== undefined) continue
      yield {
        message: `clients of listener ${quoted(config.name)} may do everything: it has no ACL file`,
        at: { span: scope.opener.valueSpan },
        related: [{ at: { span: ruled.scope.opener.valueSpan }, message: 'this listener has one' }],
        hint: 'write an "acl_file" below this listener too',
      }
    }
  },
}
