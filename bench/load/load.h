/* Shared by the parts of the load generator: one process, one epoll loop, connections as plain records. */
#ifndef LOAD_H
#define LOAD_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A packet is understood from its first bytes; the rest of a long one is skipped without being kept. */
enum { HEAD_BYTES = 256, READ_BYTES = 256 * 1024, TURN_BYTES = 64 * 1024 };

enum role { PUBLISHER, SUBSCRIBER, STALLED, IDLE };
enum stage { CLOSED, CONNECTING, HANDSHAKE, GREETING, SUBSCRIBING, READY };

enum packet {
  CONNACK = 0x20, PUBLISH = 0x30, PUBACK = 0x40, PUBREC = 0x50, PUBREL = 0x60, PUBCOMP = 0x70, SUBACK = 0x90,
  PINGRESP = 0xd0, DISCONNECT = 0xe0
};

typedef struct connection {
  int fd;
  SSL *ssl;
  uint8_t stage, role, qos, version;
  bool write_blocked, dirty;
  uint16_t next_id, head_length;
  uint32_t index, group, inflight, receive_maximum;
  uint64_t skip;             /* bytes of the current packet that are still to come and need not be seen */
  uint64_t ring_offset;      /* how far a QoS 0 publisher is in the ring of ready-made packets */
  uint64_t sent, acknowledged;
  size_t owed;               /* length of a TLS write to be repeated, never with less */
  unsigned char *out;        /* bytes out_start .. out_end wait to be written */
  size_t out_start, out_end, out_size;
  unsigned char head[HEAD_BYTES];
} connection;

typedef struct {
  const char *host, *mode, *topic, *client_id, *username, *subscriber_name, *password, *ca, *cert, *key;
  int port, version, qos, publishers, subscribers, stalled, groups, payload, window, topics, watch, parallel, count;
  int keep_alive, rounds, subscriber_version;
  bool wildcard, durable, latency, reset, retain;
  double seconds, warmup, rate, drain;
  uint64_t messages;
} options;

typedef struct { double seconds, own_cpu, broker_cpu; } instant;

extern options opt;
extern int epoll_fd;
extern uint64_t disconnects, refused, connected;

/* clock.c */
double now_seconds(void);
uint64_t now_nanoseconds(void);
instant take_instant(void);
long broker_rss_kilobytes(void);
int compare_samples(const void *a, const void *b);
void die(const char *what);

/* packets.c: each returns the bytes written to `to` */
size_t encode_connect(unsigned char *to, int version, const char *client_id, const char *username, bool clean);
size_t encode_subscribe(unsigned char *to, int version, const char *filter, int qos);
size_t encode_publish(unsigned char *to, const char *topic, int qos, uint16_t id, size_t payload);
size_t encode_acknowledgement(unsigned char *to, int type, uint16_t id);
/* Size of the packet at `at`, 0 while the fixed header is incomplete; `header` is the fixed header's size. */
size_t packet_size(const unsigned char *at, size_t length, size_t *header);

/* wire.c */
void wire_start(void);
bool wire_open(connection *c);
void wire_close(connection *c);
void wire_put(connection *c, const unsigned char *bytes, size_t length);
void wire_flush(connection *c);
long wire_write(connection *c, const unsigned char *bytes, size_t length);
/* Serves one event; hands each packet's first bytes to `on_packet`, in order. */
void wire_serve(connection *c, uint32_t events);
void wire_watch(connection *c);
/* Waits for and serves events of all connections, `timeout` in milliseconds; returns how many there were. */
int wire_turn(int timeout);

/* called by wire.c, set by the mode */
extern void (*on_packet)(connection *c, const unsigned char *at, size_t header, size_t size, size_t seen);
extern void (*on_closed)(connection *c);

/* Opens connections until each of them is ready or has failed, some at a time; returns how many are ready. */
int wire_open_all(connection *all, int count);
/* The next step after a CONNACK or SUBACK; `filter` is NULL for a connection that subscribes to nothing. */
void wire_welcome(connection *c, const unsigned char *at, size_t header, size_t size, const char *filter);

/* modes */
void run_flow(void);
void run_connect(void);
void run_idle(void);

#endif
