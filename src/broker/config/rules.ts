/** The traps of mosquitto.conf(5), in the order in which they are looked for. */

import type { ConfigRule } from './config-rule.ts'
import { anonymousFromNetwork } from './rules/anonymous-from-network.ts'
import { bridgeEcho } from './rules/bridge-echo.ts'
import { bridgeNotEncrypted } from './rules/bridge-not-encrypted.ts'
import { bridgePasswordInClear } from './rules/bridge-password-in-clear.ts'
import { bridgeTopicNotRenamed } from './rules/bridge-topic-not-renamed.ts'
import { bridgeTrustsAnyHost } from './rules/bridge-trusts-any-host.ts'
import { certificateAuthorityMissing } from './rules/certificate-authority-missing.ts'
import { certificateIdentifiesNobody } from './rules/certificate-identifies-nobody.ts'
import { identityWithoutCertificate } from './rules/identity-without-certificate.ts'
import { listenerOptionLost } from './rules/listener-option-lost.ts'
import { listenerTwice } from './rules/listener-twice.ts'
import { listenerWithoutAcl } from './rules/listener-without-acl.ts'
import { nobodyGetsIn } from './rules/nobody-gets-in.ts'
import { optionAfterInclude } from './rules/option-after-include.ts'
import { optionIdle } from './rules/option-idle.ts'
import { phantomListener } from './rules/phantom-listener.ts'
import { pskFileLimitsTls } from './rules/psk-file-limits-tls.ts'
import { pskFileMissing } from './rules/psk-file-missing.ts'
import { tlsVersionOld } from './rules/tls-version-old.ts'
import { usernamesUnchecked } from './rules/usernames-unchecked.ts'

export const configRules: readonly ConfigRule[] = [
  listenerTwice,
  phantomListener,
  listenerOptionLost,
  optionAfterInclude,
  optionIdle,
  anonymousFromNetwork,
  usernamesUnchecked,
  listenerWithoutAcl,
  nobodyGetsIn,
  certificateIdentifiesNobody,
  identityWithoutCertificate,
  certificateAuthorityMissing,
  pskFileMissing,
  pskFileLimitsTls,
  tlsVersionOld,
  bridgeNotEncrypted,
  bridgePasswordInClear,
  bridgeTrustsAnyHost,
  bridgeEcho,
  bridgeTopicNotRenamed,
]
