import { prose } from '../../diagnostics/prose.ts'
import type { BundleRule } from '../bundle-uses.ts'

export const bundleTemplateMissing: BundleRule = {
  code: 'bundle-template-missing',
  severity: 'error',
  summary: 'a bundle of format template has no files',
  explanation: prose`
    A bundle of format \`template\` consists of your own files: \`files\` gives the name of each and the Handlebars template
    that it is made from.
  `,
  *check({ topology: { bundles } }) {
    for (const { name, format, templates, path } of bundles) {
      if (format !== 'template' || templates.length > 0) continue
      yield {
        message: `bundle "${name}" is made from templates but names none`,
        at: { path, on: 'key' },
        hint: 'add "files", such as { client.conf: { file: templates/client.conf.hbs } }',
      }
    }
  },
}
