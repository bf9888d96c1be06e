/** One line of a fleet's table: column to text. Has no prototype, so that no column is there by accident. */
export type Row = Readonly<Record<string, string>>
