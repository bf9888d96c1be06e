/** Guards the line-based files of Mosquitto against text that would change their meaning. */

/**
 * Says what keeps `text` from standing as the last value of a line, as the end of a sentence, or `undefined`.
 * Mosquitto cuts blanks off both ends and ends the connection of whoever sends control characters [MQTT-1.5.4-2].
 */
export function confTextProblem(text: string): string | undefined {
  if (text === '') return 'is empty'
  if (/[\u0000-\u001f\u007f-\u009f]/.test(text)) return 'holds a control character'
  // Mosquitto reads on, but many an editor shows a second line (Unicode 5.8).
  if (/[\u2028\u2029]/.test(text)) return 'holds a line break'
  // What mosquitto_validate_utf8 refuses besides.
  if (/\p{Surrogate}|\p{Noncharacter_Code_Point}/u.test(text)) return 'holds a code that is no character'
  return text.startsWith(' ') || text.endsWith(' ') ? 'begins or ends with a blank' : undefined
}

/**
 * Returns `text` when it can stand as the last value of a line.
 *
 * @throws RangeError if it cannot. The target's rules refuse such text first, so reaching this is a bug in mqttopia.
 */
export function confText(text: string): string {
  const problem = confTextProblem(text)
  if (problem !== undefined) throw new RangeError(`${JSON.stringify(text)} ${problem}`)
  return text
}
