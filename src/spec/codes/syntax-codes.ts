/** Faults of YAML and JSON syntax, and of texts that YAML reads otherwise than they were meant. */

import { error, warning } from './describe.ts'

export const yamlSyntax = error(
  'yaml-syntax',
  'the text is not YAML',
  `The place is the first at which the text cannot be read; the slip may be a little before it. Look for quotes, brackets, colons and
indentation.`,
)

export const yamlTab = error(
  'yaml-tab',
  'a line is indented with a tab',
  `YAML wants spaces. Most editors can be told to write two spaces for the tab key.`,
)

export const yamlIndentation = error(
  'yaml-indentation',
  'a line is indented unlike its neighbours',
  `Entries of one map or list begin in the same column, and what belongs to a key begins further to the right than the key.`,
)

export const yamlColon = error(
  'yaml-colon',
  'a colon is missing, or one too many',
  `A key is followed by a colon and a space. Text that holds a colon and a space itself needs quotes.`,
)

export const yamlUnclosed = error(
  'yaml-unclosed',
  'a quote or bracket is not closed, or closes nothing',
  `The place is the opening one where there is one.`,
)

export const yamlQuotes = error(
  'yaml-quotes',
  'quotes do not go around the whole text, or an escape in them is unknown',
  `A quote at the beginning of a text ends at the next one. Between double quotes, a backslash begins an escape such as \`\\n\`; between
single quotes it is an ordinary character.`,
)

export const yamlReserved = error(
  'yaml-reserved',
  'a text begins with a character that YAML keeps for itself',
  `Plain text cannot begin with \`%\`, \`@\`, a backtick, \`*\`, \`&\`, \`!\`, \`|\` or \`>\`. Put it into quotes. Mosquitto's \`%u\` and
\`%c\` are \`\${username}\` and \`\${clientId}\` here.`,
)

export const yamlAlias = error(
  'yaml-alias',
  'an alias has no anchor, holds itself, or is used too often',
  `\`*name\` stands for the value that \`&name\` marks further up. Aliases that would multiply a spec beyond 100,000 values are refused.`,
)

export const yamlTag = error(
  'yaml-tag',
  'a value has a tag',
  `\`!name\` before a value is a YAML tag, and the tag is none that specs have. Put text that begins with an exclamation mark into quotes.`,
)

export const yamlVersion = error(
  'yaml-version',
  'the file asks for another version of YAML',
  `mqttopia reads YAML 1.2, where \`yes\` and \`on\` are text. Remove the line that begins with \`%YAML\`.`,
)

export const yamlDocuments = error(
  'yaml-documents',
  'the file holds several documents',
  `A spec is one document. Move what stands after \`---\` into a file of its own and name it under \`include\`.`,
)

export const yamlKey = error(
  'yaml-key',
  'a key is not text',
  `Keys are names. A list or a map cannot be one, and neither can nothing.`,
)

export const tooDeep = error(
  'too-deep',
  'lists and maps are nested too deep',
  `More than 100 levels are refused; no part of a spec needs more than ten.`,
)

export const duplicateKey = error(
  'duplicate-key',
  'a key stands twice in one place',
  `The same key is written twice in one map, or in two files of one spec. YAML and JSON readers would silently keep one of them.`,
)

export const jsonSyntax = error(
  'json-syntax',
  'the text is not JSON',
  `JSON has no comments, no trailing commas and only double quotes. A spec that wants comments is better written in YAML.`,
)

export const hashIsComment = error(
  'hash-is-comment',
  'a topic filter "#" is read as a comment',
  `In YAML, \`#\` after a space begins a comment. \`- #\` is therefore an empty item, and \`[#]\` a list that never ends. Write \`"#"\`.`,
)

export const unquotedBraces = error(
  'unquoted-braces',
  'braces in unquoted text are read as a map',
  `\`{x}\` is a map in YAML. Between the brackets of a list or map, \`\${username}\` too needs quotes: \`["press/\${username}/#"]\`.`,
)

export const unquotedNumber = error(
  'unquoted-number',
  'a text looks like a number',
  `\`0001\` without quotes is the number 1, \`2.0\` is 2, \`1e3\` is 1000. Write serial numbers and versions in quotes.`,
)

export const unquotedBoolean = error(
  'unquoted-boolean',
  'a text looks like a truth value',
  `\`true\` and \`false\` without quotes are no text.`,
)

export const yesNo = error(
  'yes-no',
  'yes, no, on or off stands for true or false',
  `In YAML 1.2 these words are text. Write \`true\` or \`false\`.`,
)

export const curlyQuotes = warning(
  'curly-quotes',
  'a text stands in typographic quotes',
  `YAML knows \`"\` and \`'\`. Typographic quotes, as word processors make them, become part of the text.`,
)

export const brokenCharacter = error(
  'broken-character',
  'a text holds half a character',
  `An escape such as \`\\ud83d\` without its second half is no character and cannot be written as UTF-8 [MQTT-1.5.4-1].`,
)

export const syntaxCodes = [
  yamlSyntax,
  yamlTab,
  yamlIndentation,
  yamlColon,
  yamlUnclosed,
  yamlQuotes,
  yamlReserved,
  yamlAlias,
  yamlTag,
  yamlVersion,
  yamlDocuments,
  yamlKey,
  tooDeep,
  duplicateKey,
  jsonSyntax,
  hashIsComment,
  unquotedBraces,
  unquotedNumber,
  unquotedBoolean,
  yesNo,
  curlyQuotes,
  brokenCharacter,
]
