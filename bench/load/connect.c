/* Connections per second, and connections that only exist. */
#include "load.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static uint64_t done;
static uint32_t serial;
static bool open_again;

static void reopen(connection *c) {
  c->index = serial++;
  if (open_again) wire_open(c);
}

/* The visitor greets, is welcomed, takes its leave, and comes again as somebody else. */
static void on_visit(connection *c, const unsigned char *at, size_t header, size_t size, size_t seen) {
  static const unsigned char goodbye[2] = {DISCONNECT, 0};
  (void)seen;
  (void)size;
  if ((at[0] & 0xf0) != CONNACK) return;
  if (at[header + 1] == 0) done++;
  else refused++;
  wire_put(c, goodbye, sizeof goodbye);
  wire_flush(c);
  if (c->stage == CLOSED) return;
  wire_close(c);
  reopen(c);
}

void run_connect(void) {
  on_packet = on_visit;
  on_closed = reopen;
  open_again = true;
  connection *all = calloc((size_t)opt.parallel, sizeof *all);
  for (int i = 0; i < opt.parallel; i++) {
    all[i].role = IDLE;
    all[i].fd = -1;
    reopen(&all[i]);
  }
  double warm = now_seconds() + opt.warmup;
  while (now_seconds() < warm) wire_turn(10);
  uint64_t before = done;
  instant begin = take_instant();
  while (now_seconds() < begin.seconds + opt.seconds && (!opt.messages || done - before < opt.messages)) wire_turn(10);
  instant end = take_instant();
  open_again = false;
  double seconds = end.seconds - begin.seconds, share = (end.own_cpu - begin.own_cpu) / seconds;
  double broker = end.broker_cpu - begin.broker_cpu;
  printf("{\"mode\":\"connect\",\"connections\":%lu,\"seconds\":%.4f,\"connectionsPerSecond\":%.1f,", done - before, seconds,
         (double)(done - before) / seconds);
  printf("\"cpuSeconds\":%.3f,\"cpuShare\":%.3f,\"limit\":%s,", end.own_cpu - begin.own_cpu, share,
         share > 0.9 ? "true" : "false");
  printf("\"brokerCpuSeconds\":%.3f,\"brokerCpuShare\":%.3f,\"brokerRssKilobytes\":%ld,", broker, broker / seconds,
         broker_rss_kilobytes());
  printf("\"disconnects\":%lu,\"refused\":%lu}\n", disconnects, refused);
}

static void on_idle_packet(connection *c, const unsigned char *at, size_t header, size_t size, size_t seen) {
  char filter[128];
  (void)seen;
  snprintf(filter, sizeof filter, "%s/idle/%u", opt.topic, c->index);
  wire_welcome(c, at, header, size, opt.durable ? filter : NULL);
}

static void on_idle_closed(connection *c) { (void)c; }

/* Holds its connections until standard input ends or the time is over. */
static void hold(void) {
  double end = now_seconds() + opt.seconds;
  struct pollfd input = {.fd = 0, .events = POLLIN};
  char ignored[256];
  while (now_seconds() < end) {
    wire_turn(100);
    if (poll(&input, 1, 0) > 0 && read(0, ignored, sizeof ignored) <= 0) return;
  }
}

void run_idle(void) {
  on_packet = on_idle_packet;
  on_closed = on_idle_closed;
  connection *all = calloc((size_t)opt.count, sizeof *all);
  for (int i = 0; i < opt.count; i++) {
    all[i].role = IDLE;
    all[i].fd = -1;
    all[i].index = (uint32_t)i;
  }
  for (int round = 1; round <= opt.rounds; round++) {
    uint64_t cut_before = disconnects;
    instant begin = take_instant();
    int ready = wire_open_all(all, opt.count);
    instant end = take_instant();
    double seconds = end.seconds - begin.seconds;
    printf("{\"mode\":\"idle\",\"round\":%d,\"connected\":%d,\"seconds\":%.4f,\"connectionsPerSecond\":%.1f,", round, ready,
           seconds, (double)ready / seconds);
    printf("\"disconnects\":%lu,\"refused\":%lu,\"brokerRssKilobytes\":%ld}\n", disconnects - cut_before, refused,
           broker_rss_kilobytes());
    fflush(stdout);
    if (round < opt.rounds)
      for (int i = 0; i < opt.count; i++) wire_close(&all[i]);
  }
  uint64_t before = disconnects;
  hold();
  printf("{\"mode\":\"held\",\"disconnects\":%lu}\n", disconnects - before);
}
