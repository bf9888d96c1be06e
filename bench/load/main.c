/*
 * A load generator for MQTT brokers on this machine. `load flow|connect|idle --port N [OPTION VALUE] ...`, one JSON
 * object a line on standard output. It is bounded in time always, and talks to loopback addresses only.
 */
#include "load.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

options opt = {
    .host = "127.0.0.1", .topic = "bench", .client_id = "load", .port = 1883, .version = 4, .publishers = 1,
    .subscribers = 1, .groups = 1, .payload = 64, .topics = 1, .parallel = 50, .count = 100, .rounds = 1,
    .seconds = 2, .warmup = 0.5, .drain = 5,
};

static const struct { const char *name; const char **text; int *number; double *real; bool *flag; } known[] = {
    {"host", &opt.host, 0, 0, 0},
    {"port", 0, &opt.port, 0, 0},
    {"version", 0, &opt.version, 0, 0},           /* 4 or 5 */
    {"subscriber-version", 0, &opt.subscriber_version, 0, 0}, /* of everyone but the publishers */
    {"client-id", &opt.client_id, 0, 0, 0},       /* prefix of the client ids */
    {"username", &opt.username, 0, 0, 0},
    {"subscriber-name", &opt.subscriber_name, 0, 0, 0}, /* username of everyone but the publishers */
    {"password", &opt.password, 0, 0, 0},
    {"ca", &opt.ca, 0, 0, 0},                     /* TLS, with these authorities */
    {"cert", &opt.cert, 0, 0, 0},
    {"key", &opt.key, 0, 0, 0},
    {"qos", 0, &opt.qos, 0, 0},
    {"publishers", 0, &opt.publishers, 0, 0},
    {"subscribers", 0, &opt.subscribers, 0, 0},
    {"stalled", 0, &opt.stalled, 0, 0},           /* subscribers that never read after SUBACK */
    {"groups", 0, &opt.groups, 0, 0},             /* topics; clients are dealt out to them in turn */
    {"topic", &opt.topic, 0, 0, 0},               /* prefix of the topics */
    {"topics", 0, &opt.topics, 0, 0},             /* each publisher uses so many in turn; implies wildcard */
    {"wildcard", 0, 0, 0, &opt.wildcard},         /* a topic a publisher, and subscriptions with # */
    {"payload", 0, &opt.payload, 0, 0},           /* bytes */
    {"window", 0, &opt.window, 0, 0},             /* undelivered messages a publisher; 0: what TCP takes */
    {"rate", 0, 0, &opt.rate, 0},                 /* messages a second of all publishers; 0: as fast as possible */
    {"latency", 0, 0, 0, &opt.latency},           /* time stamps in the payload */
    {"retain", 0, 0, 0, &opt.retain},
    {"durable", 0, 0, 0, &opt.durable},           /* sessions of subscribers outlive their connections */
    {"messages", 0, 0, 0, 0},                     /* stop after so many, see below */
    {"seconds", 0, 0, &opt.seconds, 0},
    {"warmup", 0, 0, &opt.warmup, 0},
    {"drain", 0, 0, &opt.drain, 0},
    {"parallel", 0, &opt.parallel, 0, 0},         /* connections being opened at one time */
    {"count", 0, &opt.count, 0, 0},               /* idle connections */
    {"rounds", 0, &opt.rounds, 0, 0},             /* idle: connect so many times, cutting all in between */
    {"keep-alive", 0, &opt.keep_alive, 0, 0},
    {"reset", 0, 0, 0, &opt.reset},               /* close with RST instead of FIN */
    {"watch", 0, &opt.watch, 0, 0},               /* process id of the broker, for its CPU time and memory */
};

static void parse(int argc, char **argv) {
  for (int i = 2; i < argc; i++) {
    const char *name = argv[i];
    size_t k = 0, count = sizeof known / sizeof *known;
    while (k < count && (strncmp(name, "--", 2) || strcmp(name + 2, known[k].name))) k++;
    errno = 0;
    if (k == count) fprintf(stderr, "load: unknown option %s\n", name), exit(2);
    if (known[k].flag) {
      *known[k].flag = true;
      continue;
    }
    if (++i >= argc) fprintf(stderr, "load: %s needs a value\n", name), exit(2);
    if (known[k].text) *known[k].text = argv[i];
    else if (known[k].number) *known[k].number = atoi(argv[i]);
    else if (known[k].real) *known[k].real = atof(argv[i]);
    else opt.messages = strtoull(argv[i], NULL, 10);
  }
}

static void check(void) {
  errno = 0;
  if (opt.seconds > 3600 || opt.warmup > 60 || opt.drain > 600) die("at most 3,600 seconds");
  if (opt.publishers < 0 || opt.subscribers < 0 || opt.publishers + opt.subscribers > 60000) die("too many clients");
  if (opt.groups < 1 || opt.parallel < 1 || opt.payload < (opt.latency ? 8 : 0)) die("an option is out of range");
  if (opt.rate > 0 && opt.publishers < 1) die("a rate needs a publisher");
}

int main(int argc, char **argv) {
  if (argc < 2) fprintf(stderr, "usage: load flow|connect|idle --port N [OPTION VALUE] ...\n"), exit(2);
  opt.mode = argv[1];
  parse(argc, argv);
  check();
  signal(SIGPIPE, SIG_IGN);
  wire_start();
  if (strcmp(opt.mode, "flow") == 0) run_flow();
  else if (strcmp(opt.mode, "connect") == 0) run_connect();
  else if (strcmp(opt.mode, "idle") == 0) run_idle();
  else die("the mode is flow, connect or idle");
  return 0;
}
