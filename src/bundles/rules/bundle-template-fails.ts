import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Finding } from '../../diagnostics/rule.ts'
import { compileTemplate, type RenderTemplate, TemplateError } from '../../files/render-template.ts'
import type { Bundle } from '../../topology/bundle.ts'
import {
  type BundleRule,
  type BundleUse,
  bundleUses,
  connectionFor,
  definitionPath,
  userLabel,
} from '../bundle-uses.ts'
import { viewForCheck } from '../check-view.ts'
import { templateError } from './bundle-template-broken.ts'

export const bundleTemplateFails: BundleRule = {
  code: 'bundle-template-fails',
  severity: 'error',
  summary: 'a template of a bundle cannot be filled in for a client',
  explanation: prose`
    The template names a field that the client does not have, or writes a value where the language around it has no form
    for it, such as a line break by \`{{line}}\` or \`{{shell}}\`. Fields that a client may lack, such as \`password\`, are
    there but empty: ask for them by \`{{#if password}}\`. The columns of a fleet's table are \`{{each.COLUMN}}\`.
  `,
  *check({ topology, fresh }) {
    const renders = renderersOf(topology.bundles)
    for (const use of renders.size === 0 ? [] : bundleUses(fresh)) {
      for (const template of use.bundle.templates) {
        const render = renders.get(template)
        const error = render && failure(use, render)
        if (error === undefined) continue
        renders.delete(template) // the first client tells
        yield finding(use, template, error)
      }
    }
  },
}

type Template = Bundle['templates'][number]

function finding(
  { bundle, user }: BundleUse,
  { name, path }: Template,
  { line, problem }: TemplateError,
): Finding {
  const place = line === undefined ? '' : `, line ${line}`
  return {
    message: `template of ${quoted(name)} in bundle "${bundle.name}"${place}, for ${userLabel(user)}: ${problem}`,
    at: { path },
    related: [{ at: { path: [...definitionPath(user), 'bundles'] }, message: 'the bundle is wanted here' }],
    hint: 'mend the template, or the value',
  }
}

/** Broken templates are bundle-template-broken. */
function renderersOf(bundles: readonly Bundle[]): Map<Template, RenderTemplate> {
  const templates = bundles.flatMap((bundle) => bundle.templates)
  const whole = templates.filter((template) => templateError(template) === undefined)
  return new Map(whole.map((template) => [template, compileTemplate(template.name, template.text)]))
}

function failure(use: BundleUse, render: RenderTemplate): TemplateError | undefined {
  try {
    for (const broker of use.user.at) {
      const connection = connectionFor(use, broker)
      if (connection !== undefined) render(viewForCheck(use, connection))
    }
    return undefined
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
}
