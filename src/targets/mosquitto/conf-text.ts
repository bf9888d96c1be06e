/** Guards the line-based files of Mosquitto against text that would change their meaning. */

/**
 * Returns `text` when it can stand as the last value of a line.
 *
 * @throws RangeError if it holds a control character, or has outer blanks, which Mosquitto would cut off. The
 * target's rules refuse such text first, so reaching this is a bug in mqttopia.
 */
export function confText(text: string): string {
  if (text === '' || /[\u0000-\u001f\u007f]/.test(text) || text !== text.trim()) {
    throw new RangeError(`${JSON.stringify(text)} cannot be written in a line of a Mosquitto file`)
  }
  return text
}
