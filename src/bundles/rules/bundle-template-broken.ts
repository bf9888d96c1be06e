import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { compileTemplate, TEMPLATE_HELPERS, TemplateError } from '../../files/render-template.ts'
import type { Bundle } from '../../topology/bundle.ts'
import type { BundleRule } from '../bundle-uses.ts'

export const bundleTemplateBroken: BundleRule = {
  code: 'bundle-template-broken',
  severity: 'error',
  summary: 'a template of a bundle is not a Handlebars template',
  explanation: prose`
    The template has a mistake in its syntax, or uses a helper that does not exist. There are
    ${TEMPLATE_HELPERS.map((name) => `\`${name}\``).join(', ')}; partials are not supported.
  `,
  *check({ topology: { bundles } }) {
    for (const { name, templates } of bundles) {
      for (const template of templates) {
        const error = templateError(template)
        if (error === undefined) continue
        const line = error.line === undefined ? '' : `, line ${error.line}`
        yield {
          message: `template of ${quoted(template.name)} in bundle "${name}"${line}: ${error.problem}`,
          at: { path: template.path },
          hint: 'mend the template',
        }
      }
    }
  },
}

/** What keeps a template from being one. */
export function templateError({ name, text }: Bundle['templates'][number]): TemplateError | undefined {
  try {
    compileTemplate(name, text)
    return undefined
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
}
