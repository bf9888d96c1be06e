/** Faults of reading files, modules, includes and environments. */

import { error, warning } from './describe.ts'

export const missingFile = error(
  'missing-file',
  'a file that the spec names does not exist',
  `Paths in a spec are relative to the file that names them, not to the folder in which mqttopia runs. Check the
spelling, and that the file is committed.`,
)

export const unreadableFile = error(
  'unreadable-file',
  'a file that the spec names cannot be read',
  `It is a folder, or the account that runs mqttopia may not read it, or the system reports another failure.`,
)

export const fileTooLarge = error(
  'file-too-large',
  'a file is larger than mqttopia reads',
  `Spec files may have 4 MiB, certificates and templates 1 MiB, tables 64 MiB. A spec that large is usually a list of devices:
give it as a fleet with \`forEach: { csv: devices.csv }\`.`,
)

export const notUtf8 = error(
  'not-utf8',
  'a file is not UTF-8 text',
  `Specs, tables, certificates in PEM and templates are UTF-8. Save the file as UTF-8; a certificate in the binary DER form becomes
PEM with \`openssl x509 -inform der\`.`,
)

export const emptyFile = error(
  'empty-file',
  'a spec file holds nothing',
  `A spec has at least its version, \`mqttopia: 1\`. A file with comments alone counts as empty.`,
)

export const includeCycle = error(
  'include-cycle',
  'spec files include each other',
  `An included file may include others, but none that leads back to itself. Files that a pattern finds beside the including file are
fine: the including file itself is left out.`,
)

export const includeMatchesNothing = warning(
  'include-matches-nothing',
  'a pattern under `include` finds no file',
  `Patterns are relative to the file that names them. \`*\` stands for any part of one name, \`**\` for any folders.`,
)

export const unknownEnvironment = error(
  'unknown-environment',
  'the chosen environment is not in the spec',
  `\`--env NAME\` chooses one of the entries under \`environments\`.`,
)

export const emptyRemoval = error(
  'empty-removal',
  'an environment removes a value without saying so',
  `In an environment, \`null\` removes a value of the spec (RFC 7396). An entry with nothing behind its colon is null as well, and more
often a slip than a wish; so mqttopia asks for the word \`null\`.`,
)

export const moduleFailed = error(
  'module-failed',
  'a module throws while it is loaded',
  `A spec in TypeScript or JavaScript is run to get its default export. The message is the module's own.`,
)

export const moduleWithoutSpec = error(
  'module-without-spec',
  'a module has no spec as default export',
  `Write \`export default defineTopology({ ... })\`. A default export that is a promise is awaited.`,
)

export const notPlainData = error(
  'not-plain-data',
  'a module puts something into the spec that is not data',
  `A spec is text, numbers, booleans, null, lists and plain objects, as JSON has them: no functions, dates, classes, not-a-number,
and no object that holds itself.`,
)

export const fileCodes = [
  missingFile,
  unreadableFile,
  fileTooLarge,
  notUtf8,
  emptyFile,
  includeCycle,
  includeMatchesNothing,
  unknownEnvironment,
  emptyRemoval,
  moduleFailed,
  moduleWithoutSpec,
  notPlainData,
]
