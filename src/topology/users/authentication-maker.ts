/** How users and devices prove who they are. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quotedList } from '../../diagnostics/quoted.ts'
import type { UserAuth } from '../../spec/generated/spec.ts'
import { authMissing, authSeveral } from '../codes/user-codes.ts'
import { expandTemplate } from '../expand-template.ts'
import type { Resolution } from '../resolution.ts'
import { PASSWORD_LENGTH, PSK_LENGTH, resolveSecret } from '../resolve-secret.ts'
import { parseTextTemplate, type TemplateScope } from '../text-template.ts'
import type { Authentication } from '../user.ts'
import { certificateMaker } from './certificate-maker.ts'
import { type Maker, sharing } from './subject.ts'
import type { World } from './world.ts'

const KINDS = ['password', 'psk', 'certificate'] as const

/** Looks up what `auth`, which stands at `path`, names; `undefined` where it is wrong, which is reported. */
export function authenticationMaker(
  world: World,
  auth: UserAuth | undefined,
  path: SpecPath,
  scope: TemplateScope,
): Maker<Authentication> | undefined {
  const { report } = world.resolution
  const kinds = KINDS.filter((kind) => auth?.[kind] !== undefined)
  const [kind, ...others] = kinds
  if (auth === undefined || kind === undefined) {
    reportMissing(world.resolution, path)
    return undefined
  }
  if (others.length > 0) {
    const message = `"auth" has ${quotedList(kinds)}, of which a user has only one`
    report(authSeveral, { message, at: { path }, hint: 'keep one of them' })
    return undefined
  }
  if (kind === 'certificate') return certificateMaker(world, auth, path, scope)
  return secretMaker(world.resolution, kind, auth, [...path, kind], scope)
}

function reportMissing(resolution: Resolution, path: SpecPath): void {
  if (resolution.isDamaged(path)) return
  resolution.report(authMissing, {
    message: 'nothing says how this user proves who it is',
    at: { path: path.slice(0, -1), on: 'key' },
    hint: 'add "auth", such as { password: { generate: {} } }',
  })
}

const secretFiles = ['file', 'age', 'sops'] as const

/** The file of a secret, and the key in it, may be another one in each row. */
function secretMaker(
  { report }: Resolution,
  kind: 'password' | 'psk',
  auth: UserAuth,
  path: SpecPath,
  scope: TemplateScope,
): Maker<Authentication> | undefined {
  const given = auth[kind] ?? {}
  const source = secretFiles.find((name) => given[name] !== undefined) ?? 'file'
  const length = kind === 'psk' ? PSK_LENGTH : PASSWORD_LENGTH
  const each: TemplateScope = { ...scope, variables: [] }
  const template = parseTextTemplate(given[source] ?? '', [...path, source], each, report)
  if (template === undefined) return undefined
  const make: Maker<Authentication> = (subject) => {
    const name = expandTemplate(template, subject)
    if (name === undefined) return undefined
    return {
      kind,
      secret: resolveSecret(given[source] === undefined ? given : { [source]: name }, path, length),
    }
  }
  return sharing([template], make, report)
}
