/** What the texts for people see beside the client. */

import { hasControls } from '../files/quote.ts'
import type { ClientTopic } from './client-topics.ts'
import type { ClientView } from './client-view.ts'

export interface ReadmeView extends ClientView {
  /** Folder of the client in the text, from the text's own folder; `null` when it is the same. */
  readonly folder: string | null
  /** True when the text stands above the folders of a whole fleet. */
  readonly isFleet: boolean
  /** Topics to try in a shell command, which takes one line. */
  readonly trySubscribe: string | null
  readonly tryPublish: string | null
  /** Arguments of `mosquitto_sub` and `mqtt` that name the protocol version; 3.1.1 is their default. */
  readonly mosquittoVersion: string | null
}

export function readmeView(view: ClientView, folder: string): ReadmeView {
  return {
    ...view,
    folder: folder === '' ? null : folder,
    isFleet: view.fleet !== null,
    trySubscribe: topicToTry(view.subscribe),
    tryPublish: topicToTry(view.publish.filter(({ wildcard }) => !wildcard)),
    mosquittoVersion: { 3: 'mqttv31', 4: null, 5: 'mqttv5' }[view.protocolVersion],
  }
}

function topicToTry(topics: readonly ClientTopic[]): string | null {
  return topics.find(({ topic }) => !hasControls(topic))?.topic ?? null
}
