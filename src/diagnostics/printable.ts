/** Text of a spec, made safe for a terminal. */

/** Control characters of a spec must not steer the reader's terminal. Keeps the number of characters. */
export function printable(text: string): string {
  return text
    .replace(/\t/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}
