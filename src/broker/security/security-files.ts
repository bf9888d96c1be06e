/** Reads what the security options of a broker, or of a listener, name. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { isError } from '../../diagnostics/diagnostic.ts'
import type { SourceText } from '../../diagnostics/source-text.ts'
import { readAclFile } from '../../mosquitto-files/acl/read-acl-file.ts'
import { readPasswordFile } from '../../mosquitto-files/password/read-password-file.ts'
import { readPskFile } from '../../mosquitto-files/psk/read-psk-file.ts'
import type { SecurityConfig } from '../config/broker-config.ts'
import { AccessRules } from './access-rules.ts'
import { openSecurityFile } from './open-security-file.ts'
import type { Security } from './security.ts'

export interface SecurityReading {
  /**
   * `undefined` when a file is missing or wrong, which the diagnostics then say: a broker does not start like that,
   * and goes on with what it had after a reload.
   */
  readonly security: Security | undefined
  /** A file could not be opened: Mosquitto then ends with status 13, and with 3 for what is wrong in a file. */
  readonly isUnopened: boolean
  readonly diagnostics: readonly Diagnostic[]
}

/** `followsLinks` as Mosquitto has it by default. */
export async function readSecurityFiles(
  config: SecurityConfig,
  followsLinks = process.env.MOSQUITTO_UNSAFE_ALLOW_SYMLINKS !== undefined,
): Promise<SecurityReading> {
  const diagnostics: Diagnostic[] = []
  let isUnopened = false
  const read = async <T>(
    path: string | undefined,
    isSecret: boolean,
    parse: (source: SourceText) => { readonly file: T; readonly diagnostics: readonly Diagnostic[] },
  ): Promise<T | undefined> => {
    if (path === undefined) return undefined
    const opened = await openSecurityFile(path, { isSecret, followsLinks })
    diagnostics.push(...opened.diagnostics)
    if (opened.source === undefined) {
      isUnopened = true
      return undefined
    }
    const reading = parse(opened.source)
    diagnostics.push(...reading.diagnostics)
    return reading.file
  }
  const passwords = await read(config.passwordFile, true, readPasswordFile)
  const acl = await read(config.aclFile, false, readAclFile)
  const preSharedKeys = await read(config.pskFile, true, readPskFile)
  const security = {
    config,
    ...(acl && { access: new AccessRules(acl) }),
    ...(passwords && { passwords }),
    ...(preSharedKeys && { preSharedKeys }),
  }
  return { security: diagnostics.some(isError) ? undefined : security, isUnopened, diagnostics }
}
