/* Sockets, TLS and the event loop: non-blocking, buffered writes, packet boundaries found in place. */
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

int epoll_fd;
uint64_t disconnects, refused, connected;
void (*on_packet)(connection *, const unsigned char *, size_t, size_t, size_t);
void (*on_closed)(connection *);

static SSL_CTX *tls;
static struct sockaddr_in broker;
static unsigned char incoming[HEAD_BYTES + READ_BYTES];

void wire_start(void) {
  epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  broker.sin_family = AF_INET;
  broker.sin_port = htons((uint16_t)opt.port);
  if (inet_pton(AF_INET, opt.host, &broker.sin_addr) != 1 || (ntohl(broker.sin_addr.s_addr) >> 24) != 127)
    die("the host must be a loopback address, such as 127.0.0.1");
  if (!opt.ca) return;
  tls = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
  /* One read for many records pays for few connections; for thousands its buffers would only cost memory. */
  if (opt.publishers + opt.subscribers <= 200 && strcmp(opt.mode, "flow") == 0) {
    SSL_CTX_set_read_ahead(tls, 1);
    SSL_CTX_set_default_read_buffer_len(tls, 128 * 1024);
  }
  errno = 0;
  if (SSL_CTX_load_verify_locations(tls, opt.ca, NULL) != 1) die("cannot read the file of --ca");
  SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
  if (!opt.cert) return;
  if (SSL_CTX_use_certificate_chain_file(tls, opt.cert) != 1) die("cannot read the file of --cert");
  if (SSL_CTX_use_PrivateKey_file(tls, opt.key, SSL_FILETYPE_PEM) != 1) die("cannot read the file of --key");
}

/* Client addresses rotate through 127.0.0.0/8, so that ports in TIME_WAIT are never short. */
static void bind_somewhere(int fd) {
  static uint32_t turn;
  int on = 1;
  struct sockaddr_in from = {.sin_family = AF_INET};
  from.sin_addr.s_addr = htonl(0x7f000002u + turn++ % 200);
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  bind(fd, (struct sockaddr *)&from, sizeof from);
}

bool wire_open(connection *c) {
  int on = 1, buffer = 256 * 1024, small = 4096;
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (c->fd < 0) die("cannot open a socket");
  bind_somewhere(c->fd);
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (c->role == PUBLISHER) setsockopt(c->fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
  if (c->role == STALLED) setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  c->version = (uint8_t)(c->role != PUBLISHER && opt.subscriber_version ? opt.subscriber_version : opt.version);
  c->stage = CONNECTING;
  c->skip = c->head_length = 0;
  c->out_start = c->out_end = c->owed = 0;
  c->inflight = 0;
  c->receive_maximum = 65535;
  c->write_blocked = true;
  if (connect(c->fd, (struct sockaddr *)&broker, sizeof broker) < 0 && errno != EINPROGRESS) {
    close(c->fd);
    c->fd = -1;
    c->stage = CLOSED;
    return false;
  }
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = c};
  epoll_ctl(epoll_fd, EPOLL_CTL_ADD, c->fd, &event);
  return true;
}

void wire_close(connection *c) {
  if (c->fd < 0) return;
  if (c->ssl) SSL_free(c->ssl);
  c->ssl = NULL;
  if (opt.reset) {
    struct linger abort_now = {1, 0};
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &abort_now, sizeof abort_now);
  }
  close(c->fd);
  c->fd = -1;
  c->stage = CLOSED;
  free(c->out);
  c->out = NULL;
  c->out_size = c->out_start = c->out_end = 0;
}

static void lost(connection *c) {
  wire_close(c);
  disconnects++;
  on_closed(c);
}

void wire_watch(connection *c) {
  bool read = c->role != STALLED || c->stage != READY;
  struct epoll_event event = {.data.ptr = c};
  event.events = (read ? EPOLLIN : 0) | (c->write_blocked ? EPOLLOUT : 0);
  epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &event);
}

void wire_put(connection *c, const unsigned char *bytes, size_t length) {
  if (c->out_end + length > c->out_size) {
    memmove(c->out, c->out + c->out_start, c->out_end - c->out_start);
    c->out_end -= c->out_start;
    c->out_start = 0;
    while (c->out_end + length > c->out_size) c->out_size = c->out_size ? c->out_size * 2 : 256;
    c->out = realloc(c->out, c->out_size);
    if (!c->out) die("out of memory");
  }
  memcpy(c->out + c->out_end, bytes, length);
  c->out_end += length;
}

/* Writes what the socket takes; less than all sets write_blocked and waits for it to be writable. */
long wire_write(connection *c, const unsigned char *bytes, size_t length) {
  size_t done = 0;
  while (done < length) {
    long n;
    if (c->ssl) {
      ERR_clear_error();
      n = SSL_write(c->ssl, bytes + done, (int)(length - done));
      if (n <= 0) n = SSL_get_error(c->ssl, (int)n) == SSL_ERROR_WANT_WRITE ? 0 : -1;
      c->owed = n == 0 ? length - done : 0;
    } else {
      n = send(c->fd, bytes + done, length - done, MSG_NOSIGNAL);
      if (n < 0 && (errno == EAGAIN || errno == EINTR)) n = 0;
    }
    if (n < 0) return -1;
    if (n == 0) {
      c->write_blocked = true;
      wire_watch(c);
      break;
    }
    done += (size_t)n;
  }
  return (long)done;
}

void wire_flush(connection *c) {
  c->dirty = false;
  if (c->write_blocked || c->stage == CLOSED || c->out_start == c->out_end) return;
  long n = wire_write(c, c->out + c->out_start, c->out_end - c->out_start);
  if (n < 0) return lost(c);
  c->out_start += (size_t)n;
  if (c->out_start == c->out_end) c->out_start = c->out_end = 0;
}

static void greet(connection *c) {
  unsigned char packet[1100];
  char id[128];
  const char *roles[] = {"pub", "sub", "stalled", "idle"};
  snprintf(id, sizeof id, "%s-%s-%u", opt.client_id, roles[c->role], c->index);
  bool clean = !(opt.durable && c->role != PUBLISHER);
  const char *name = c->role != PUBLISHER && opt.subscriber_name ? opt.subscriber_name : opt.username;
  c->stage = GREETING;
  wire_put(c, packet, encode_connect(packet, c->version, id, name, clean));
  wire_flush(c);
}

static void shake_hands(connection *c) {
  ERR_clear_error();
  int done = SSL_do_handshake(c->ssl);
  if (done == 1) {
    c->write_blocked = false;
    wire_watch(c);
    return greet(c);
  }
  int error = SSL_get_error(c->ssl, done);
  if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) return lost(c);
  c->write_blocked = error == SSL_ERROR_WANT_WRITE;
  wire_watch(c);
}

static void connection_made(connection *c) {
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error) return lost(c);
  c->write_blocked = false;
  if (!tls) {
    wire_watch(c);
    return greet(c);
  }
  c->ssl = SSL_new(tls);
  SSL_set_fd(c->ssl, c->fd);
  SSL_set_connect_state(c->ssl);
  c->stage = HANDSHAKE;
  shake_hands(c);
}

/* All packets in `from`; what is left of the last one's head is kept for the next read. */
static void cut_packets(connection *c, const unsigned char *from, size_t length) {
  while (length > 0 && c->stage != CLOSED) {
    size_t header = 0, size = packet_size(from, length, &header);
    size_t needed = size < HEAD_BYTES ? size : HEAD_BYTES;
    if (size == 0 && length >= 5) return lost(c);
    if (size == 0 || length < needed) break;
    size_t seen = length < size ? length : size;
    on_packet(c, from, header, size, seen);
    c->skip = size - seen;
    from += seen;
    length -= seen;
  }
  if (c->stage == CLOSED) return;
  c->head_length = (uint16_t)length;
  memcpy(c->head, from, length);
}

static bool receive(connection *c) {
  unsigned char *to = incoming + HEAD_BYTES;
  long n;
  if (c->ssl) {
    ERR_clear_error();
    n = SSL_read(c->ssl, to, READ_BYTES);
    if (n <= 0) {
      int error = SSL_get_error(c->ssl, (int)n);
      if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return false;
      return lost(c), false;
    }
  } else {
    n = recv(c->fd, to, READ_BYTES, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return false;
    if (n <= 0) return lost(c), false;
  }
  size_t length = (size_t)n;
  if (c->skip) {
    size_t skipped = c->skip < length ? c->skip : length;
    c->skip -= skipped;
    to += skipped;
    length -= skipped;
  } else {
    to -= c->head_length;
    length += c->head_length;
    memcpy(to, c->head, c->head_length);
    c->head_length = 0;
  }
  if (length) cut_packets(c, to, length);
  return c->ssl && c->stage != CLOSED;
}

void wire_serve(connection *c, uint32_t events) {
  if (c->stage == CLOSED) return;
  if (c->stage == CONNECTING) return connection_made(c);
  if (c->stage == HANDSHAKE) {
    shake_hands(c);
    if (c->stage <= HANDSHAKE) return;
  }
  if ((events & EPOLLOUT) && c->write_blocked) {
    c->write_blocked = false;
    wire_watch(c);
    wire_flush(c);
  }
  if (c->stage == CLOSED || !(events & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
  if (c->role == STALLED && c->stage == READY && !(events & (EPOLLHUP | EPOLLERR))) return;
  while (receive(c)) continue;
  if (c->dirty) wire_flush(c);
}

int wire_turn(int timeout) {
  static struct epoll_event events[1024];
  int n = epoll_wait(epoll_fd, events, 1024, timeout);
  for (int i = 0; i < n; i++)
    if (events[i].data.ptr) wire_serve(events[i].data.ptr, events[i].events);
  return n;
}

static uint16_t receive_maximum(const unsigned char *properties, const unsigned char *end) {
  /* Sizes of the CONNACK properties; 1 stands for a text, 2 for a pair of texts (MQTT 5.0 section 3.2.2.3). */
  while (properties < end) {
    int id = *properties++;
    if (id == 0x21) return (uint16_t)(properties[0] << 8 | properties[1]);
    if (id == 0x11 || id == 0x27) properties += 4;
    else if (id == 0x22 || id == 0x13) properties += 2;
    else if (id == 0x24 || id == 0x25 || id == 0x28 || id == 0x29 || id == 0x2a) properties += 1;
    else
      for (int texts = id == 0x26 ? 2 : 1; texts > 0; texts--) properties += 2 + (properties[0] << 8 | properties[1]);
  }
  return 65535;
}

static void now_ready(connection *c) {
  c->stage = READY;
  connected++;
  if (c->role == STALLED) wire_watch(c);
}

void wire_welcome(connection *c, const unsigned char *at, size_t header, size_t size, const char *filter) {
  int type = at[0] & 0xf0;
  if (type == CONNACK) {
    if (at[header + 1] != 0) {
      refused++;
      return wire_close(c), on_closed(c);
    }
    if (c->version == 5 && size > header + 3 && size < HEAD_BYTES)
      c->receive_maximum = receive_maximum(at + header + 3, at + size);
    if (!filter) return now_ready(c);
    unsigned char packet[600];
    c->stage = SUBSCRIBING;
    wire_put(c, packet, encode_subscribe(packet, c->version, filter, c->qos));
    wire_flush(c);
  } else if (type == SUBACK) {
    if (at[size - 1] >= 128) refused++;
    now_ready(c);
  }
}

int wire_open_all(connection *all, int count) {
  int next = 0, ready = 0;
  double deadline = now_seconds() + 120;
  for (;;) {
    int pending = 0;
    ready = 0;
    for (int i = 0; i < next; i++) {
      ready += all[i].stage == READY;
      pending += all[i].stage != READY && all[i].stage != CLOSED;
    }
    while (next < count && pending < opt.parallel) {
      wire_open(&all[next++]);
      pending++;
    }
    if (next == count && pending == 0) return ready;
    if (now_seconds() > deadline) return ready;
    wire_turn(100);
  }
}
