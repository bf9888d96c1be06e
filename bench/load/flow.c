/* Publishers and subscribers: as fast as a window allows, or paced; what was delivered decides. */
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { MAXIMUM_SAMPLES = 4000000 };

/* Publishers and subscribers of one topic. `written_off`: messages that a stall has shown to be lost. */
typedef struct { uint64_t published, delivered, written_off; int publishers, subscribers; } group;

/* Ready-made packets of one publisher, all of one size, one after another. */
typedef struct { unsigned char *bytes; size_t packet, length, id_at, payload_at; } ring;

static group *groups;
static ring *rings;
static connection *publishers, *subscribers;
static int listeners;
static uint64_t received, acknowledged, duplicates, published, allowed;
static uint32_t *samples;
static size_t sample_count;
static bool measuring, gone_wrong;

static void topic_of(char *to, size_t size, uint32_t in_group, uint32_t publisher, int topic) {
  size_t n = (size_t)snprintf(to, size, "%s/%04u", opt.topic, in_group);
  if (opt.wildcard || opt.topics > 1) n += (size_t)snprintf(to + n, size - n, "/%04u", publisher);
  if (opt.topics > 1) snprintf(to + n, size - n, "/%06d", topic);
}

static void make_ring(ring *r, const connection *c) {
  char topic[128];
  topic_of(topic, sizeof topic, c->group, c->index, 0);
  size_t most = strlen(topic) + (size_t)opt.payload + 16;
  size_t wanted = opt.publishers > 100 ? 4096 : TURN_BYTES;
  size_t count = opt.topics > 1 ? (size_t)opt.topics : wanted / most ? wanted / most : 1;
  r->bytes = malloc(count * most);
  if (!r->bytes) die("out of memory");
  for (size_t i = 0; i < count; i++) {
    topic_of(topic, sizeof topic, c->group, c->index, (int)i);
    r->packet = encode_publish(r->bytes + r->length, topic, c->qos, 1, (size_t)opt.payload);
    r->length += r->packet;
  }
  r->payload_at = r->packet - (size_t)opt.payload;
  r->id_at = r->payload_at - (opt.version == 5 ? 3 : 2);
}

static void take_sample(const connection *c, const unsigned char *at, size_t header, size_t seen) {
  size_t body = header + 2 + (size_t)(at[header] << 8 | at[header + 1]) + (at[0] & 6 ? 2 : 0);
  if (c->version == 5 && body < seen) body += 1 + at[body];
  uint64_t sent_at, now = now_nanoseconds();
  if (body + 8 > seen || sample_count == MAXIMUM_SAMPLES) return;
  memcpy(&sent_at, at + body, 8);
  uint64_t took = now - sent_at;
  samples[sample_count++] = took > UINT32_MAX ? UINT32_MAX : (uint32_t)took;
}

static void answer(connection *c, int type, uint16_t id) {
  unsigned char packet[4];
  wire_put(c, packet, encode_acknowledgement(packet, type, id));
  c->dirty = true;
}

static void on_message(connection *c, const unsigned char *at, size_t header, size_t seen) {
  int qos = at[0] >> 1 & 3;
  /* What a broker had retained is not what is published now. */
  if (!(at[0] & 1)) {
    received++;
    groups[c->group].delivered++;
    duplicates += at[0] >> 3 & 1;
  }
  if (opt.latency && measuring) take_sample(c, at, header, seen);
  if (!qos) return;
  size_t id_at = header + 2 + (size_t)(at[header] << 8 | at[header + 1]);
  if (id_at + 2 > seen) die("a topic is too long for this load generator");
  answer(c, qos == 1 ? PUBACK : PUBREC, (uint16_t)(at[id_at] << 8 | at[id_at + 1]));
}

static void on_flow_packet(connection *c, const unsigned char *at, size_t header, size_t size, size_t seen) {
  int type = at[0] & 0xf0;
  char filter[128];
  if (type == PUBLISH) return on_message(c, at, header, seen);
  uint16_t id = size >= header + 2 ? (uint16_t)(at[header] << 8 | at[header + 1]) : 0;
  bool failed = c->version == 5 && size >= header + 3 && at[header + 2] >= 128;
  switch (type) {
  case CONNACK:
  case SUBACK:
    topic_of(filter, sizeof filter, c->group, 0, 0);
    if (opt.wildcard || opt.topics > 1) snprintf(filter, sizeof filter, "%s/%04u/#", opt.topic, c->group);
    return wire_welcome(c, at, header, size, c->role == PUBLISHER ? NULL : filter);
  case PUBREC:
    if (!failed) return answer(c, PUBREL, id);
    /* fall through */
  case PUBACK:
  case PUBCOMP:
    c->inflight--;
    c->acknowledged++;
    acknowledged++;
    refused += failed;
    return;
  case PUBREL: return answer(c, PUBCOMP, id);
  case DISCONNECT: return wire_close(c), on_closed(c);
  }
}

static void on_flow_closed(connection *c) {
  if (c->role == SUBSCRIBER || c->role == PUBLISHER) gone_wrong = true;
}

/* How many more messages the windows of the group and of the connection admit. */
static uint64_t allowance(const connection *c) {
  const group *g = &groups[c->group];
  uint64_t n = allowed > published ? allowed - published : 0;
  if (opt.window && g->subscribers) {
    uint64_t done = g->delivered / (uint64_t)g->subscribers + g->written_off;
    uint64_t open = g->published > done ? g->published - done : 0, most = (uint64_t)opt.window * (uint64_t)g->publishers;
    uint64_t left = most > open ? most - open : 0;
    if (left < n) n = left;
  }
  if (c->qos == 0) return n;
  uint32_t window = opt.window && opt.window < 60000 ? (uint32_t)opt.window : 60000;
  if (c->receive_maximum < window) window = c->receive_maximum;
  uint32_t left = window > c->inflight ? window - c->inflight : 0;
  return left < n ? left : n;
}

static void count_published(connection *c, uint64_t messages) {
  c->sent += messages;
  published += messages;
  groups[c->group].published += messages;
}

/* QoS 0 as fast as possible: the ring itself is written, nothing is built or copied. */
static bool pump_ring(connection *c, const ring *r, uint64_t admitted) {
  uint64_t limit = (c->sent + admitted) * r->packet;
  size_t at = c->ring_offset % r->length, length = r->length - at;
  if (limit - c->ring_offset < length) length = limit - c->ring_offset;
  if (length > TURN_BYTES && r->packet < TURN_BYTES) length = TURN_BYTES;
  if (length < c->owed) length = c->owed;
  if (length == 0) return false;
  long n = wire_write(c, r->bytes + at, length);
  if (n < 0) return wire_close(c), gone_wrong = true, false;
  c->ring_offset += (uint64_t)n;
  /* A packet counts from its first byte, so that the window can never be overrun by a broken one. */
  uint64_t begun = (c->ring_offset + r->packet - 1) / r->packet;
  if (begun > c->sent) count_published(c, begun - c->sent);
  return !c->write_blocked;
}

static void put_message(connection *c, ring *r) {
  unsigned char *packet = r->bytes + c->sent % (r->length / r->packet) * r->packet;
  if (c->qos) {
    if (++c->next_id == 0) c->next_id = 1;
    packet[r->id_at] = (unsigned char)(c->next_id >> 8);
    packet[r->id_at + 1] = (unsigned char)c->next_id;
    c->inflight++;
  }
  if (opt.latency) {
    uint64_t now = now_nanoseconds();
    memcpy(packet + r->payload_at, &now, 8);
  }
  wire_put(c, packet, r->packet);
  count_published(c, 1);
}

static bool pump_messages(connection *c, ring *r, uint64_t admitted) {
  uint64_t most = TURN_BYTES / r->packet + 1;
  bool more = admitted > most;
  for (uint64_t n = more ? most : admitted; n > 0 && c->out_end - c->out_start < TURN_BYTES; n--) put_message(c, r);
  wire_flush(c);
  return more && !c->write_blocked;
}

/* Lets every publisher write; true when one could go on at once. */
static bool pump(void) {
  bool more = false;
  for (int i = 0; i < opt.publishers; i++) {
    connection *c = &publishers[i];
    if (c->stage != READY || c->write_blocked) continue;
    uint64_t admitted = allowance(c);
    bool simple = c->qos == 0 && !opt.latency, broken = simple && (c->owed || c->ring_offset < c->sent * rings[i].packet);
    if (!admitted && !broken) continue;
    more |= simple ? pump_ring(c, &rings[i], admitted) : pump_messages(c, &rings[i], admitted);
  }
  return more;
}

static void pump_paced(uint64_t due) {
  static int turn;
  for (; published < due; turn = (turn + 1) % opt.publishers) {
    connection *c = &publishers[turn];
    if (c->stage == READY) put_message(c, &rings[turn]);
    else published++;
    wire_flush(c);
  }
}

/* Messages that nobody will deliver must not hold the window for ever. */
static void write_off_stalled(double now) {
  static uint64_t last_received, last_published;
  static double since;
  if (received != last_received || published != last_published || !since) {
    last_received = received;
    last_published = published;
    since = now;
  } else if (now - since > 0.3) {
    for (int i = 0; i < opt.groups; i++) {
      group *g = &groups[i];
      if (g->subscribers) g->written_off = g->published - g->delivered / (uint64_t)g->subscribers;
    }
    since = now;
  }
}

/* Runs the loop until `until` or until the messages are used up and delivered. */
static void run_until(double until, int timer, double started) {
  for (;;) {
    double now = now_seconds();
    if (now >= until) return;
    bool more = false;
    if (timer < 0) more = pump();
    else {
      double due = (now - started) * opt.rate;
      pump_paced((uint64_t)due < allowed ? (uint64_t)due : allowed);
    }
    if (timer < 0) write_off_stalled(now);
    if (published >= allowed && opt.messages) return;
    wire_turn(more ? 0 : 10);
    uint64_t ticks;
    if (timer >= 0 && read(timer, &ticks, sizeof ticks) < 0) continue;
  }
}

static int start_timer(void) {
  if (opt.rate <= 0) return -1;
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  double period = 1 / opt.rate < 0.0001 ? 0.0001 : 1 / opt.rate;
  struct itimerspec every = {{0, 0}, {0, 0}};
  every.it_interval.tv_sec = (time_t)period;
  every.it_interval.tv_nsec = (long)((period - (double)(time_t)period) * 1e9);
  every.it_value = every.it_interval;
  timerfd_settime(timer, 0, &every, NULL);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(epoll_fd, EPOLL_CTL_ADD, timer, &event);
  return timer;
}

static uint64_t expected(void) {
  uint64_t n = 0;
  for (int i = 0; i < opt.groups; i++) n += groups[i].published * (uint64_t)groups[i].subscribers;
  return n;
}

/* What is under way may still arrive: waits while something does. */
static void drain(void) {
  double end = now_seconds() + opt.drain, quiet = now_seconds() + 1;
  uint64_t last = received + acknowledged;
  for (;;) {
    if (opt.rate <= 0) pump();
    bool all = received >= expected() && (opt.qos == 0 || acknowledged >= published);
    if (all || now_seconds() > end || now_seconds() > quiet) return;
    wire_turn(10);
    if (received + acknowledged != last) quiet = now_seconds() + 1;
    last = received + acknowledged;
  }
}

static void connect_all(void) {
  int silent = opt.subscribers + opt.stalled;
  subscribers = calloc((size_t)silent, sizeof *subscribers);
  publishers = calloc((size_t)opt.publishers, sizeof *publishers);
  rings = calloc((size_t)opt.publishers, sizeof *rings);
  groups = calloc((size_t)opt.groups, sizeof *groups);
  for (int i = 0; i < silent; i++) {
    connection *c = &subscribers[i];
    *c = (connection){.fd = -1, .index = (uint32_t)i, .group = (uint32_t)(i % opt.groups), .qos = (uint8_t)opt.qos};
    c->role = i < opt.stalled ? STALLED : SUBSCRIBER;
    if (c->role == SUBSCRIBER) groups[c->group].subscribers++;
  }
  for (int i = 0; i < opt.publishers; i++) {
    connection *c = &publishers[i];
    *c = (connection){.fd = -1, .index = (uint32_t)i, .group = (uint32_t)(i % opt.groups), .qos = (uint8_t)opt.qos};
    c->role = PUBLISHER;
    groups[c->group].publishers++;
    make_ring(&rings[i], c);
  }
  listeners = wire_open_all(subscribers, silent);
  if (listeners < silent) fprintf(stderr, "load: %d of %d subscribers connected\n", listeners, silent);
  int ready = wire_open_all(publishers, opt.publishers);
  if (ready < opt.publishers) fprintf(stderr, "load: %d of %d publishers connected\n", ready, opt.publishers);
  gone_wrong = false;
}

static void say_goodbye(void) {
  unsigned char goodbye[2] = {DISCONNECT, 0};
  on_closed = on_flow_closed;
  for (int i = 0; i < opt.publishers + opt.subscribers + opt.stalled; i++) {
    connection *c = i < opt.publishers ? &publishers[i] : &subscribers[i - opt.publishers];
    if (c->stage != READY) continue;
    wire_put(c, goodbye, sizeof goodbye);
    wire_flush(c);
    wire_close(c);
  }
}

static double sample_at(double share) {
  if (!sample_count) return 0;
  size_t at = (size_t)(share * (double)(sample_count - 1));
  return samples[at] / 1000.0;
}

void run_flow(void) {
  on_packet = on_flow_packet;
  on_closed = on_flow_closed;
  if (opt.latency) samples = malloc(MAXIMUM_SAMPLES * sizeof *samples);
  connect_all();
  uint64_t lost_before = disconnects;
  int timer = start_timer();
  allowed = opt.messages ? opt.messages : UINT64_MAX / 2;
  double started = now_seconds();
  run_until(started + opt.warmup, timer, started);
  measuring = true;
  uint64_t received_before = received, published_before = published;
  instant begin = take_instant();
  run_until(begin.seconds + opt.seconds, timer, started);
  if (opt.messages) drain();
  instant end = take_instant();
  measuring = false;
  allowed = published; /* from here on only what is half written is completed */
  uint64_t in_window = received - received_before, out_window = published - published_before;
  drain();
  double seconds = end.seconds - begin.seconds, share = (end.own_cpu - begin.own_cpu) / seconds;
  double broker = end.broker_cpu - begin.broker_cpu;
  uint64_t wanted = expected();
  if (sample_count) qsort(samples, sample_count, sizeof *samples, compare_samples);
  printf("{\"mode\":\"flow\",\"sent\":%lu,\"acknowledged\":%lu,\"received\":%lu,\"lost\":%lu,\"duplicates\":%lu,", published,
         acknowledged, received, wanted > received ? wanted - received : 0, duplicates);
  printf("\"seconds\":%.4f,\"receivedPerSecond\":%.1f,\"sentPerSecond\":%.1f,", seconds, (double)in_window / seconds,
         (double)out_window / seconds);
  printf("\"medianMicroseconds\":%.1f,\"p99Microseconds\":%.1f,\"maxMicroseconds\":%.1f,", sample_at(0.5), sample_at(0.99),
         sample_at(1));
  printf("\"cpuSeconds\":%.3f,\"cpuShare\":%.3f,\"limit\":%s,", end.own_cpu - begin.own_cpu, share,
         share > 0.9 ? "true" : "false");
  printf("\"brokerCpuSeconds\":%.3f,\"brokerCpuShare\":%.3f,\"brokerRssKilobytes\":%ld,", broker, broker / seconds,
         broker_rss_kilobytes());
  printf("\"subscribers\":%d,\"disconnects\":%lu,\"refused\":%lu,\"wentWrong\":%s}\n", listeners, disconnects - lost_before,
         refused, gone_wrong ? "true" : "false");
  fflush(stdout);
  say_goodbye();
}
