import { expect, test } from 'vitest'
import {
  bitString,
  encode,
  encoded,
  encodedBitString,
  encodedSequence,
  octetString,
  sequence,
} from '../../../src/pki/der/asn1.ts'

test.each([0, 1, 100, 119, 120, 127, 128, 255, 256, 65_535, 65_536])(
  'what is put together from ready-made values of %i bytes is what the encoder writes',
  (length) => {
    const content = Buffer.alloc(length, 7)
    const value = encode(octetString(content))
    expect(encodedBitString(content)).toEqual(encode(bitString(content)))
    expect(encodedSequence(value, value)).toEqual(encode(sequence(encoded(value), encoded(value))))
  },
)
