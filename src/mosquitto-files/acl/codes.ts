/** All codes that reading an ACL file can report. */

import { prose } from '../../diagnostics/prose.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'

export const aclLineUnknown: CodeDescription = {
  code: 'acl-line-unknown',
  severity: 'error',
  summary: 'a line of an ACL file starts with none of its keywords',
  explanation: prose`
    Lines start with \`user\`, \`topic\` or \`pattern\`, in lower case, and a space: a tab does not separate words.
    Comments have their \`#\` in the first column. Mosquitto does not start with such a line either.`,
}

export const aclAccessUnknown: CodeDescription = {
  code: 'acl-access-unknown',
  severity: 'error',
  summary: 'the access in a line of an ACL file is none of the four words',
  explanation: prose`
    Access is \`read\`, \`write\`, \`readwrite\` or \`deny\`; without the word it is \`readwrite\`. A topic with a space in
    it needs the word, because the first of two words is taken for the access. There are no comments behind a topic.`,
}

export const aclTopicMissing: CodeDescription = {
  code: 'acl-topic-missing',
  severity: 'error',
  summary: 'a line of an ACL file names no topic',
  explanation: prose`
    \`topic\` and \`pattern\` are followed by the access, which may be left out, and a topic filter. A single word is the
    filter: \`topic read\` is about the topic named \`read\`.`,
}

export const aclFilterInvalid: CodeDescription = {
  code: 'acl-filter-invalid',
  severity: 'error',
  summary: 'the topic in a line of an ACL file is no topic filter',
  explanation: prose`
    What is not valid in a subscription is not valid in an ACL file: \`+\` and \`#\` stand alone in their level, \`#\` is
    the last, and there are at most 200 slashes. Text behind the topic belongs to the topic, comments too.`,
}

export const aclUserMissing: CodeDescription = {
  code: 'acl-user-missing',
  severity: 'error',
  summary: 'a `user` line of an ACL file names nobody',
  explanation: prose`
    The rest of the line is the username. There is no way back from a user to clients without a username: their \`topic\`
    lines stand before the first \`user\` line.`,
}

export const aclTextInvalid: CodeDescription = {
  code: 'acl-text-invalid',
  severity: 'error',
  summary: 'a name in an ACL file holds bytes that no username or topic can',
  explanation: prose`
    Usernames and topics are UTF-8 without the character U+0000, so such a line would never match, and a \`deny\` would
    not deny. Save the file as UTF-8.`,
}

export const aclVariableInTopic: CodeDescription = {
  code: 'acl-variable-in-topic',
  severity: 'warning',
  summary: 'a `topic` line of an ACL file holds a variable, which only `pattern` lines have',
  explanation: prose`
    In \`topic\` lines, \`%u\` and \`%c\` are plain text: the rule is about a topic with a percent sign in it. Write
    \`pattern\` instead of \`topic\`; a pattern is for everybody, wherever it stands.`,
}

export const aclVariableNotAlone: CodeDescription = {
  code: 'acl-variable-not-alone',
  severity: 'warning',
  summary: 'a variable in an ACL file is only a part of its level, so it is plain text',
  explanation: prose`
    \`%u\` and \`%c\` stand for a whole level, as in \`devices/%c/state\`. In \`device-%c/state\`, Mosquitto 2.1 takes them
    for plain text; Mosquitto 2.0 put the value in, slashes included.`,
}

export const aclCodes: readonly CodeDescription[] = [
  aclLineUnknown,
  aclAccessUnknown,
  aclTopicMissing,
  aclFilterInvalid,
  aclUserMissing,
  aclTextInvalid,
  aclVariableInTopic,
  aclVariableNotAlone,
]
