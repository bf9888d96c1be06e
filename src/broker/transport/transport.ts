/** One network connection as the protocol sees it, whatever carries it: TCP, TLS, WebSocket or a Unix socket. */

/** What the other side has proved of itself before it said anything in MQTT. */
export interface PeerIdentity {
  /** The first CN of the client certificate's subject, when one was verified. */
  readonly commonName?: string
  /** The subject as RFC 2253 text (`CN=...,OU=...`), for `use_subject_as_username`. */
  readonly subject?: string
  /** The identity that a PSK handshake was completed with. */
  readonly pskIdentity?: string
}

export interface Transport {
  /** Address of the client as logs show it; what a PROXY header said, where one is expected. */
  readonly remoteAddress: string
  readonly remotePort: number
  readonly peer: PeerIdentity
  /** Sends buffers in this order, in as few system calls as possible. Neither they nor the array may change any more. */
  write(buffers: readonly Uint8Array[]): void
  /** Bytes handed to {@link write} that the system has not taken yet: above 0 the peer reads too slowly. */
  readonly backlogBytes: number
  /** Stops and goes on reading. Data may still arrive once after {@link pause}. */
  pause(): void
  resume(): void
  /** Sends what was written, then closes; destroys after a few seconds when the peer does not take it. */
  end(): void
  /** As {@link end}, for a peer that has said goodbye: it neither sends nor expects anything more. */
  leave(): void
  /** Closes at once. `onClosed` is called all the same, later. */
  destroy(): void
}

/** Told by a transport, never before the call that made it has returned. */
export interface TransportListener {
  /** Bytes in order; the buffer belongs to the receiver from now on. */
  onData(chunk: Buffer): void
  /** The system has taken all that was written, after some of it had to wait. */
  onDrained(): void
  /** Called once, last. `error` is a short reason for the log; none when the peer closed in an orderly way. */
  onClosed(error?: string): void
}
