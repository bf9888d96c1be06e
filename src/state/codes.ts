/** All codes that preparing secrets and certificates can report. */

import { prose } from '../diagnostics/prose.ts'
import type { CodeDescription } from '../diagnostics/rule.ts'

export const secretVariableMissing: CodeDescription = {
  code: 'secret-variable-missing',
  severity: 'error',
  summary: 'an environment variable that should hold a secret is not set',
  explanation: prose`
    The spec names a secret by an environment variable, so that it stands in no file. The variable must be set, and
    not empty, where mqttopia runs: in the shell, or among the secrets of the CI job.`,
}

export const secretFileUnusable: CodeDescription = {
  code: 'secret-file-unusable',
  severity: 'error',
  summary: 'a file that should hold a secret cannot be read',
  explanation: prose`
    The path is relative to the folder of the root spec. The file must exist, be readable by the user who runs
    mqttopia, and hold the secret and nothing else.`,
}

export const encryptedSecretUnusable: CodeDescription = {
  code: 'encrypted-secret-unusable',
  severity: 'error',
  summary: 'an encrypted file that should hold a secret cannot be opened',
  explanation: prose`
    \`{ age: FILE }\` names a file that age encrypted, \`{ sops: FILE#KEY.KEY }\` one value of a YAML or JSON file that
    SOPS encrypted for age. The paths are relative to the folder of the root spec. The identity comes from
    \`--identity FILE\`, or from the environment: \`MQTTOPIA_AGE_IDENTITY\` names its file, \`MQTTOPIA_AGE_KEY\` is its text.

    A file that was changed by hand, cut off or put together from two others is refused as a whole: open it with the
    program that made it, and save it again.`,
}

export const secretMalformed: CodeDescription = {
  code: 'secret-malformed',
  severity: 'error',
  summary: 'a secret is empty or holds characters that configuration files cannot',
  explanation: prose`
    Broker and client configuration is written in lines. A secret therefore is one line of UTF-8 text without control
    characters and without blanks around it; one line break at its end is taken for the editor's and ignored.`,
}

export const weakPassword: CodeDescription = {
  code: 'weak-password',
  severity: 'error',
  summary: 'a password that somebody chose is too short',
  explanation: prose`
    Brokers keep hashes of passwords. Mosquitto can stretch them only a little, because it does so on the thread that
    serves everybody, so a short password can be found from a file that leaks. Passwords from \`env\` and \`file\` need at
    least 14 characters.

    Better: let mqttopia make it, with \`{ generate: {} }\`.`,
}

export const unsuitablePassword: CodeDescription = {
  code: 'unsuitable-password',
  severity: 'error',
  summary: 'the password of a bundle holds characters that programs read differently',
  explanation: prose`
    A PKCS#12 file is opened by phones, browsers and Java programs, which turn letters beyond ASCII into different
    bytes: with such a password some of them say that it is wrong. Choose one in printable ASCII, or let mqttopia
    generate it.`,
}

export const invalidPsk: CodeDescription = {
  code: 'invalid-psk',
  severity: 'error',
  summary: 'a pre-shared key is not hexadecimal, or too short',
  explanation: prose`
    A pre-shared key is a key, not a password: whoever records one handshake can try keys at leisure. It is written in
    hexadecimal, two digits a byte, and has at least 16 bytes (32 digits), as \`openssl rand -hex 32\` prints it.`,
}

export const authorityKeyUnusable: CodeDescription = {
  code: 'authority-key-unusable',
  severity: 'error',
  summary: 'the key of an existing authority cannot be used',
  explanation: prose`
    The key is read as PEM: PKCS#8, or the older forms for RSA and EC. It must not be encrypted, since there is nobody
    to ask for the passphrase; \`openssl pkey -in key.pem -out plain.pem\` takes it off. ECDSA on P-256 or P-384, RSA
    from 2048 bits and Ed25519 can sign.`,
}

export const keyMismatch: CodeDescription = {
  code: 'key-mismatch',
  severity: 'error',
  summary: 'the key of an authority does not belong to its certificate',
  explanation: prose`
    What the key signs would not verify under the certificate, so nobody could connect. Mostly one of the two files is
    from before a renewal. \`openssl pkey -in key.pem -pubout\` and \`openssl x509 -in ca.pem -pubkey -noout\` must print
    the same.`,
}

export const signingRequestUnusable: CodeDescription = {
  code: 'signing-request-unusable',
  severity: 'error',
  summary: 'a certificate signing request is missing or bad',
  explanation: prose`
    A device that keeps its own key sends a request (PKCS#10, in PEM or DER), which proves that it holds the key. The
    path is relative to the folder of the root spec. Only the public key is taken from the request; all names come from
    the spec.

    Make one with \`openssl req -new -key device.key -subj /CN=any -out device.csr\`.`,
}

export const certificateUnsuitable: CodeDescription = {
  code: 'certificate-unsuitable',
  severity: 'error',
  summary: 'a certificate cannot be issued as the spec wants it',
  explanation: prose`
    Something that should go into the certificate cannot be written there, or the authority that should sign it may
    not: a name with control characters, an address that is none, an authority that has expired or whose path length
    leaves no room.`,
}

export const certificateAwaited: CodeDescription = {
  code: 'certificate-awaited',
  severity: 'warning',
  summary: 'a certificate has to be signed, or asked for, outside',
  explanation: prose`
    The authority that should sign it is \`external\`, so its key is not here; or the device keeps its own key
    (\`csr: true\`), and its request has not come yet. Everything else is built. Files that need what is missing are
    left out: a listener without its certificate does not start, and a client without one has no bundle.

    \`mqttopia pki csr --out requests\` writes a request for each, with keys that stay in the vault. Have them signed, and
    give the answers to \`mqttopia pki import\`. Requests of devices go to \`mqttopia pki sign\`.`,
}

export const foreignListNeeded: CodeDescription = {
  code: 'foreign-list-needed',
  severity: 'warning',
  summary:
    'a listener looks at the revocation list of an authority elsewhere, and there is none that is valid',
  explanation: prose`
    With \`crl: true\` a broker refuses every client for whose issuer it has no valid list. That of an \`external\` authority
    is signed with its key, which lives elsewhere: its owner publishes it, mostly at the address that certificates name
    as CRL distribution point.

    \`mqttopia pki import corp.crl\` takes it in, and \`compile\` gives it to the brokers. Do both on a schedule, before
    the list ends; \`pki status\` says when. Until there is one, its clients do not get in; a listener that would have no
    list at all does not start.`,
}

export const unknownRevocation: CodeDescription = {
  code: 'unknown-revocation',
  severity: 'warning',
  summary: 'a revoked serial number is of no certificate that mqttopia knows',
  explanation: prose`
    The serial number goes onto the revocation list, but no certificate of this authority in the state folder has it,
    not even a former one. Mostly a digit is wrong, and the certificate meant is still good.

    \`openssl x509 -in client.crt -noout -serial\` prints the number of a certificate.`,
}

export const revokedRequest: CodeDescription = {
  code: 'revoked-request',
  severity: 'warning',
  summary: 'the certificate of a device that keeps its key is revoked, and its request is still the same',
  explanation: prose`
    A new certificate for the same key would undo the revocation, so none is issued, and the device cannot connect. Let
    it make a new key and a new request, or remove it from the spec.`,
}

export const stateFolderOpen: CodeDescription = {
  code: 'state-folder-open',
  severity: 'warning',
  summary: 'other users of the machine could read the state folder',
  explanation: prose`
    The state folder holds the keys of all authorities. It was readable by others; mqttopia has closed it (mode 0700),
    but does not know who has looked. Where others have accounts on the machine, consider new keys.`,
}

export const stateCodes: readonly CodeDescription[] = [
  secretVariableMissing,
  secretFileUnusable,
  encryptedSecretUnusable,
  secretMalformed,
  weakPassword,
  unsuitablePassword,
  invalidPsk,
  authorityKeyUnusable,
  keyMismatch,
  signingRequestUnusable,
  certificateUnsuitable,
  certificateAwaited,
  foreignListNeeded,
  unknownRevocation,
  revokedRequest,
  stateFolderOpen,
]
