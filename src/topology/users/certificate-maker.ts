/** Client certificates of users and devices. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { UserAuth } from '../../spec/generated/spec.ts'
import type { Profile } from '../authority.ts'
import { bridgeCsr, csrUnused } from '../codes/pki-codes.ts'
import { uriInvalid } from '../codes/user-codes.ts'
import { expandTemplate } from '../expand-template.ts'
import { lookUp } from '../name-table.ts'
import { hasUsage, profileHere } from '../pki/resolve-profiles.ts'
import type { Report } from '../resolution.ts'
import { parseTextTemplate, type TemplateScope, type TextTemplate } from '../text-template.ts'
import type { Authentication } from '../user.ts'
import { type Maker, type Subject, sharing } from './subject.ts'
import type { World } from './world.ts'

interface CertificateTemplates {
  readonly profile: TextTemplate
  readonly uris: readonly TextTemplate[]
  readonly csr: TextTemplate | undefined
}

/** An absolute URI in ASCII (RFC 5280 4.2.1.6, RFC 3986 4.3). */
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+$/

/** `undefined` where a template in `auth`, which stands at `path`, is wrong; that is reported. */
export function certificateMaker(
  world: World,
  auth: UserAuth,
  path: SpecPath,
  scope: TemplateScope,
): Maker<Authentication> | undefined {
  const { report } = world.resolution
  const templates = parseTemplates(auth, path, scope, report)
  if (templates === undefined) return undefined
  const { profile, uris, csr } = templates
  const make: Maker<Authentication> = (subject) => makeCertificate(world, templates, subject, path)
  return sharing([profile, ...uris, ...(csr === undefined ? [] : [csr])], make, report)
}

function parseTemplates(
  { certificate = '', uris: uriTexts = [], csr: csrReference }: UserAuth,
  path: SpecPath,
  scope: TemplateScope,
  report: Report,
): CertificateTemplates | undefined {
  const each: TemplateScope = { ...scope, variables: [] }
  const profile = parseTextTemplate(certificate, [...path, 'certificate'], each, report)
  const uris = uriTexts.flatMap((uri, i) => parseTextTemplate(uri, [...path, 'uris', i], scope, report) ?? [])
  const csr = csrReference && parseTextTemplate(csrReference.file, [...path, 'csr', 'file'], each, report)
  const isWhole = uris.length === uriTexts.length && (csr !== undefined || csrReference === undefined)
  return profile === undefined || !isWhole ? undefined : { profile, uris, csr }
}

function makeCertificate(
  world: World,
  templates: CertificateTemplates,
  subject: Subject,
  path: SpecPath,
): Authentication | undefined {
  const { report } = subject
  const name = expandTemplate(templates.profile, subject)
  const uris = templates.uris.flatMap((template) => makeUri(template, subject) ?? [])
  const csrFile = templates.csr && expandTemplate(templates.csr, subject)
  if (name === undefined || uris.length < templates.uris.length) return undefined
  if (templates.csr !== undefined && csrFile === undefined) return undefined
  const profile = lookUp(world.resolution, world.pki.profiles, name, templates.profile.path, report)
  if (profile === undefined || !hasUsage(profile, 'client auth', templates.profile.path, report))
    return undefined
  if (!isCsrFit(profile, templates, path, report)) return undefined
  const authentication: Authentication =
    csrFile === undefined
      ? { kind: 'certificate', profile, uris: Object.freeze(uris) }
      : { kind: 'certificate', profile, uris: Object.freeze(uris), csrFile }
  return Object.freeze(authentication)
}

function makeUri(template: TextTemplate, subject: Subject): string | undefined {
  const uri = expandTemplate(template, subject)
  if (uri === undefined || URI.test(uri)) return uri
  subject.report(uriInvalid, {
    message: `${quoted(uri)} is no absolute URI in ASCII`,
    at: { path: template.path },
    hint: 'begin with a scheme such as "urn:", and percent-encode spaces and all that is not ASCII',
  })
  return undefined
}

/** A request only for a profile that signs requests. Where none is named, `pki sign` is given one. */
function isCsrFit(profile: Profile, { csr }: CertificateTemplates, path: SpecPath, report: Report): boolean {
  if (profile.csr && path[0] === 'bridges') {
    report(bridgeCsr, {
      message: `profile ${quoted(profile.name)} signs requests, and bridges send none`,
      at: { path: [...path, 'certificate'] },
      related: profileHere(profile),
    })
    return false
  }
  if (csr === undefined || profile.csr) return true
  report(csrUnused, {
    message: `profile ${quoted(profile.name)} generates keys, so nobody would sign this request`,
    at: { path: csr.path.slice(0, -1) },
    related: profileHere(profile),
    hint: 'set "csr: true" in the profile',
  })
  return false
}
