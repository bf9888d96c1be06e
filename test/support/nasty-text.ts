/** Texts that break out of careless quoting in one language or another. */

import fc from 'fast-check'

const PIECES = [
  ...[
    '"',
    "'",
    '\\',
    '`',
    '$(x)',
    '${x}',
    '$HOME',
    '%s',
    '%',
    '*/',
    '/*',
    '//',
    '#',
    '??/',
    '??)',
    ';',
    '|',
    '&',
    '!',
  ],
  ...[
    '\n',
    '\r',
    '\r\n',
    '\t',
    '\0',
    '\x1b',
    '\x7f',
    '\x85',
    '\u2028',
    '\u2029',
    '\ufeff',
    '"""',
    "'''",
    '\\n',
    '\\x41',
  ],
  ...[
    '{{',
    '}}',
    '{{{x}}}',
    '<!--',
    '</script>',
    '-',
    '--insecure',
    ' ',
    '  ',
    '/',
    '0',
    '7',
    'a',
    'é',
    '😀',
    '\ud800',
  ],
  ...['../', '..', '.', ':', '@', '\\\n', '\n-----END CERTIFICATE-----\n', '\nuser x\n'],
]

/** Joined from pieces, or any text at all. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
)
