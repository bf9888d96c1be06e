import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import { type ConfigRule, isIdentifiedByTls, listenersOf } from '../config-rule.ts'

export const usernamesUnchecked: ConfigRule = {
  code: 'usernames-unchecked',
  severity: 'warning',
  summary: 'an ACL file trusts usernames that nobody checks',
  explanation: prose`
    Where anonymous clients are allowed and there is no password file, a client may claim any username, with any password,
    and the ACL file gives it that user’s rights. An empty password file is enough: then whoever claims a username is
    refused, and only clients without one get in.
  `,
  *check(subject) {
    for (const { scope, config, security, admitsAnonymous } of listenersOf(subject)) {
      const isChecked = security.passwordFile !== undefined || isIdentifiedByTls(config)
      if (!admitsAnonymous || isChecked || security.aclFile === undefined) continue
      yield {
        message: `clients of listener ${quoted(config.name)} may claim any username, and get its rights`,
        at: { span: scope.opener.valueSpan },
        hint: 'name a password file, if only an empty one',
      }
    }
  },
}
