/** What mqttopia knows of one option of mosquitto.conf(5): how it is written, what it means, what the broker does with it. */

/**
 * What an option belongs to. `security` is the broker's, or with `per_listener_settings` the listener's above it;
 * `plugin` is the plugin named last.
 */
export type ConfScope = 'broker' | 'security' | 'listener' | 'bridge' | 'plugin'

/** How the text after the name is read (`conf__parse_…`). Words are separated by spaces alone. */
export type ConfForm =
  /** The first word. */
  | { readonly kind: 'boolean' }
  /** The first word, as `strtol` with base 0 reads it. */
  | IntegerForm
  /** One of these: the first word; or all of the line, as it is or less blanks around it. */
  | { readonly kind: 'word'; readonly words: readonly string[]; readonly extent?: 'rest' | 'trimmed' }
  /** All of the line, less blanks around it. */
  | { readonly kind: 'text'; readonly isSecret?: true; readonly maxBytes?: number }
  /** Several words, as `pattern` shows them to people. */
  | { readonly kind: 'words'; readonly pattern: string }

export interface IntegerForm {
  readonly kind: 'integer'
  /** Numbers beyond these are refused. */
  readonly min?: number
  readonly max?: number
  /** Numbers beyond these are lifted and lowered to them. */
  readonly floor?: number
  readonly ceiling?: number
}

export type ConfSupport =
  | { readonly kind: 'supported' }
  /** Read and checked, and then nothing comes of it. */
  | { readonly kind: 'no-effect'; readonly because: string; readonly isMissed: boolean }
  /** Nothing sensible can be done with it, so the broker does not start. */
  | { readonly kind: 'refused'; readonly because: string; readonly instead: string }

export interface ConfOption {
  readonly name: string
  /** Other names of the same option. */
  readonly aliases?: readonly string[]
  /** True for `plugin_opt_*`: the rest of the name is the plugin's affair. */
  readonly isPrefix?: true
  /** A phrase, without capital and full stop. */
  readonly meaning: string
  /** The first version of Mosquitto that takes it; `2.0` stands for all before, too. */
  readonly since: '2.0' | '2.0.22' | '2.1'
  readonly scope: ConfScope
  readonly form: ConfForm
  /** For people: the value without the option. */
  readonly default?: string
  /** Of a listener's option that stands before the first listener; `explicit`: below `port` and `bind_address` too. */
  readonly withoutListener?: 'default-listener' | 'refused' | 'explicit'
  /** What a second one in the same place does; the last one counts when this is not said. */
  readonly repeated?: 'refused' | 'adds'
  readonly support: ConfSupport
  /** Values that the broker does not start with, and why; the others are supported. */
  readonly refusedValues?: Readonly<Record<string, string>>
  /** Values that have no effect, and why. */
  readonly idleValues?: Readonly<Record<string, string>>
  /** What to write in its place, as an imperative. */
  readonly deprecated?: string
  /** True when a running broker takes a change. */
  readonly reloads: boolean
}

export const SUPPORTED: ConfSupport = { kind: 'supported' }
