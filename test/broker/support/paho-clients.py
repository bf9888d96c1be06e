"""Clients of paho-mqtt, driven by lines of JSON: a command a line on standard input, an event a line on standard output."""

import json
import socket
import ssl
import sys
import threading

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

clients = {}
output = threading.Lock()


def say(client, event, **more):
    with output:
        sys.stdout.write(json.dumps({"client": client, "event": event, **more}) + "\n")
        sys.stdout.flush()


def code(value):
    return getattr(value, "value", value)


def packed(kind, given):
    if not given:
        return None
    properties = Properties(kind)
    names = {
        "contentType": "ContentType",
        "responseTopic": "ResponseTopic",
        "messageExpirySeconds": "MessageExpiryInterval",
        "sessionExpirySeconds": "SessionExpiryInterval",
        "receiveMaximum": "ReceiveMaximum",
        "subscriptionIdentifier": "SubscriptionIdentifier",
        "willDelaySeconds": "WillDelayInterval",
        "isUtf8": "PayloadFormatIndicator",
    }
    for key, value in given.items():
        if key == "correlationData":
            properties.CorrelationData = value.encode()
        elif key == "userProperties":
            properties.UserProperty = [tuple(pair) for pair in value]
        else:
            setattr(properties, names[key], int(value) if isinstance(value, bool) else value)
    return properties


def unpacked(message):
    given = getattr(message, "properties", None)
    if given is None:
        return {}
    read = given.json()
    found = {}
    for ours, theirs in (
        ("contentType", "ContentType"),
        ("responseTopic", "ResponseTopic"),
        ("messageExpirySeconds", "MessageExpiryInterval"),
    ):
        if theirs in read:
            found[ours] = read[theirs]
    if "PayloadFormatIndicator" in read:
        found["isUtf8"] = read["PayloadFormatIndicator"] == 1
    if "CorrelationData" in read:
        found["correlationData"] = bytes.fromhex(read["CorrelationData"]).decode()
    if "UserProperty" in read:
        found["userProperties"] = [list(pair) for pair in read["UserProperty"]]
    if "SubscriptionIdentifier" in read:
        found["subscriptionIdentifiers"] = list(read["SubscriptionIdentifier"])
    return found


def connect(name, version, clientId="", clean=True, transport="tcp", will=None, **given):
    is_v5 = version == 5
    options = {} if is_v5 else {"clean_session": clean}
    client = mqtt.Client(clientId, protocol=version, transport=transport, reconnect_on_failure=False, **options)
    clients[name] = client

    def on_connect(_client, _data, flags, reason, properties=None):
        say(name, "connack", code=code(reason), sessionPresent=bool(flags["session present"]))

    def on_disconnect(_client, _data, reason=None, properties=None):
        say(name, "closed", code=code(reason))

    def on_message(_client, _data, message):
        payload = message.payload.decode("latin-1")
        say(
            name,
            "message",
            message={
                "topic": message.topic,
                "payload": payload,
                "qos": message.qos,
                "retain": message.retain,
                "properties": unpacked(message),
            },
        )

    def on_subscribe(_client, _data, mid, granted, properties=None):
        say(name, "answer", mid=mid, codes=[code(one) for one in granted])

    def on_unsubscribe(_client, _data, mid, properties=None, reasons=None):
        say(name, "answer", mid=mid, codes=[])

    def on_publish(_client, _data, mid):
        say(name, "answer", mid=mid, codes=[])

    client.on_connect = on_connect
    client.on_disconnect = on_disconnect
    client.on_message = on_message
    client.on_subscribe = on_subscribe
    client.on_unsubscribe = on_unsubscribe
    client.on_publish = on_publish
    if "username" in given:
        client.username_pw_set(given["username"], given.get("password"))
    if "ca" in given:
        client.tls_set(given["ca"], given.get("cert"), given.get("key"), tls_version=ssl.PROTOCOL_TLS_CLIENT)
    if will is not None:
        properties = packed(PacketTypes.WILLMESSAGE, will.get("properties"))
        client.will_set(will["topic"], will["payload"], will["qos"], will["retain"], properties)
    more = {}
    if is_v5:
        more = {"clean_start": clean, "properties": packed(PacketTypes.CONNECT, given.get("properties"))}
    client.connect(given["host"], given["port"], keepalive=60, **more)
    client.loop_start()


def run(name, do, **given):
    if do == "connect":
        connect(name, **given)
        return
    client = clients[name]
    if do == "subscribe":
        if client._protocol == mqtt.MQTTv5:
            options = SubscribeOptions(
                qos=given["qos"],
                noLocal=given.get("noLocal", False),
                retainAsPublished=given.get("retainAsPublished", False),
                retainHandling=given.get("retainHandling", 0),
            )
            properties = packed(PacketTypes.SUBSCRIBE, given.get("properties"))
            _, mid = client.subscribe(given["filter"], options=options, properties=properties)
        else:
            _, mid = client.subscribe(given["filter"], given["qos"])
        say(name, "asked", mid=mid)
    elif do == "unsubscribe":
        _, mid = client.unsubscribe(given["filter"])
        say(name, "asked", mid=mid)
    elif do == "publish":
        payload = given["payload"].encode("latin-1")
        properties = packed(PacketTypes.PUBLISH, given.get("properties"))
        info = client.publish(given["topic"], payload, given["qos"], given["retain"], properties)
        say(name, "asked", mid=info.mid)
    elif do == "disconnect":
        client.disconnect()
    elif do == "drop":
        client.socket().shutdown(socket.SHUT_RDWR)


for line in sys.stdin:
    command = json.loads(line)
    name = command.pop("client")
    try:
        run(name, **command)
    except Exception as error:  # whoever waits for an event is told
        say(name, "failed", problem=f"{type(error).__name__}: {error}")
