/** `template`: files of the user's own, from Handlebars templates that see a {@link ClientView}. */

import { compileTemplate, type RenderTemplate } from '../../files/render-template.ts'
import type { Bundle } from '../../topology/bundle.ts'
import { ALL_AUTH, ALL_TRANSPORTS, type BundleFormatter, secretFile } from '../format.ts'

export const template: BundleFormatter = {
  reader: 'a template',
  auth: ALL_AUTH,
  transports: ALL_TRANSPORTS,
  needsKey: false,
  archived: false,
  *files({ bundle, view }) {
    for (const [name, render] of compiledTemplates(bundle)) {
      yield secretFile(name, render(view)) // any of them may print a key
    }
  },
}

const compiled = new WeakMap<Bundle, ReadonlyMap<string, RenderTemplate>>()

/**
 * The compiled templates of a bundle by file name, made once for all its clients.
 *
 * @throws TemplateError for the first text that is no template; the checks report all of them first.
 */
function compiledTemplates(bundle: Bundle): ReadonlyMap<string, RenderTemplate> {
  const known = compiled.get(bundle)
  if (known !== undefined) return known
  const made = new Map(bundle.templates.map(({ name, text }) => [name, compileTemplate(name, text)]))
  compiled.set(bundle, made)
  return made
}
