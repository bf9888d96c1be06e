/* The packets that the load generator sends, MQTT 3.1.1 and 5.0. */
#include "load.h"

#include <string.h>

static size_t put_text(unsigned char *to, const char *text) {
  size_t length = strlen(text);
  to[0] = (unsigned char)(length >> 8);
  to[1] = (unsigned char)length;
  memcpy(to + 2, text, length);
  return length + 2;
}

static size_t put_number(unsigned char *to, uint16_t number) {
  to[0] = (unsigned char)(number >> 8);
  to[1] = (unsigned char)number;
  return 2;
}

static size_t put_length(unsigned char *to, size_t length) {
  size_t n = 0;
  do {
    to[n] = length & 127;
    length >>= 7;
    if (length) to[n] |= 128;
    n++;
  } while (length);
  return n;
}

static size_t put_packet(unsigned char *to, int first, const unsigned char *body, size_t length) {
  to[0] = (unsigned char)first;
  size_t n = 1 + put_length(to + 1, length);
  memcpy(to + n, body, length);
  return n + length;
}

size_t encode_connect(unsigned char *to, int version, const char *client_id, const char *username, bool clean) {
  unsigned char body[1024];
  size_t n = put_text(body, "MQTT");
  body[n++] = (unsigned char)version;
  body[n++] = (unsigned char)((clean ? 2 : 0) | (username ? 128 : 0) | (opt.password ? 64 : 0));
  n += put_number(body + n, (uint16_t)opt.keep_alive);
  if (version == 5) {
    static const unsigned char forever[] = {5, 0x11, 255, 255, 255, 255}; /* session expiry interval */
    if (clean) body[n++] = 0;
    else memcpy(body + n, forever, sizeof forever), n += sizeof forever;
  }
  n += put_text(body + n, client_id);
  if (username) n += put_text(body + n, username);
  if (opt.password) n += put_text(body + n, opt.password);
  return put_packet(to, 0x10, body, n);
}

size_t encode_subscribe(unsigned char *to, int version, const char *filter, int qos) {
  unsigned char body[512];
  size_t n = put_number(body, 1);
  if (version == 5) body[n++] = 0;
  n += put_text(body + n, filter);
  body[n++] = (unsigned char)qos;
  return put_packet(to, 0x82, body, n);
}

size_t encode_publish(unsigned char *to, const char *topic, int qos, uint16_t id, size_t payload) {
  size_t body = strlen(topic) + 2 + (qos ? 2 : 0) + (opt.version == 5 ? 1 : 0) + payload, n = 0;
  to[n++] = (unsigned char)(PUBLISH | qos << 1 | (opt.retain ? 1 : 0));
  n += put_length(to + n, body);
  n += put_text(to + n, topic);
  if (qos) n += put_number(to + n, id);
  if (opt.version == 5) to[n++] = 0;
  memset(to + n, 'x', payload);
  return n + payload;
}

size_t encode_acknowledgement(unsigned char *to, int type, uint16_t id) {
  to[0] = (unsigned char)(type | (type == PUBREL ? 2 : 0));
  to[1] = 2;
  return 2 + put_number(to + 2, id);
}

size_t packet_size(const unsigned char *at, size_t length, size_t *header) {
  size_t size = 0;
  for (size_t i = 1; i < length && i < 5; i++) {
    size |= (size_t)(at[i] & 127) << 7 * (i - 1);
    if (!(at[i] & 128)) {
      *header = i + 1;
      return size + i + 1;
    }
  }
  return 0;
}
