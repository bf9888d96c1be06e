/** Generated from schemas/topology.schema.json by `npm run generate`. Do not edit. */

import type { Schema } from '../shape/schema.ts'

export const topologySchema: Schema = {
  "$schema": "http://json-schema.org/draft-07/schema#",
  "$id": "https://mqttopia.dev/schema/v1.json",
  "title": "Spec",
  "description": "An MQTT topology: brokers, bridges, users, rights and certificates, as mqttopia reads it.",
  "type": "object",
  "required": [
    "mqttopia"
  ],
  "additionalProperties": false,
  "properties": {
    "$schema": {
      "type": "string",
      "description": "Names this schema for editors; no effect."
    },
    "mqttopia": {
      "const": 1,
      "description": "Version of the spec language. Always 1."
    },
    "name": {
      "$ref": "#/definitions/name",
      "description": "Name of the topology; part of every certificate's subject and of derived URIs. Default: the name of the spec's folder."
    },
    "include": {
      "type": "array",
      "items": {
        "type": "string",
        "minLength": 1
      },
      "description": "Further spec files of the same shape, as paths or globs relative to this file. They are merged; a key that stands in two files is an error."
    },
    "defaults": {
      "$ref": "#/definitions/defaults"
    },
    "pki": {
      "$ref": "#/definitions/pki"
    },
    "brokers": {
      "type": "object",
      "propertyNames": {
        "$ref": "#/definitions/name"
      },
      "additionalProperties": {
        "$ref": "#/definitions/broker"
      },
      "description": "The brokers of the topology, by name."
    },
    "bridges": {
      "type": "object",
      "propertyNames": {
        "$ref": "#/definitions/name"
      },
      "additionalProperties": {
        "$ref": "#/definitions/bridge"
      },
      "description": "Connections between brokers, by name. A bridge is a user on the far broker: its certificate or password and its rights there follow from its routes."
    },
    "roles": {
      "type": "object",
      "propertyNames": {
        "$ref": "#/definitions/name"
      },
      "additionalProperties": {
        "$ref": "#/definitions/role"
      },
      "description": "Named sets of grants that users, fleets and groups take on."
    },
    "groups": {
      "type": "object",
      "propertyNames": {
        "$ref": "#/definitions/name"
      },
      "additionalProperties": {
        "$ref": "#/definitions/group"
      },
      "description": "Users that share roles, by name of the group."
    },
    "users": {
      "type": "object",
      "additionalProperties": {
        "$ref": "#/definitions/user"
      },
      "description": "People and programs, by username. The user `anonymous` stands for clients that give no username."
    },
    "fleets": {
      "type": "object",
      "propertyNames": {
        "$ref": "#/definitions/name"
      },
      "additionalProperties": {
        "$ref": "#/definitions/fleet"
      },
      "description": "Many users of one kind, one for each row of a table, by name of the fleet."
    },
    "bundles": {
      "type": "object",
      "propertyNames": {
        "$ref": "#/definitions/name"
      },
      "additionalProperties": {
        "$ref": "#/definitions/bundle"
      },
      "description": "Kinds of credential bundles that users and fleets can ask for, by name."
    },
    "policies": {
      "type": "object",
      "propertyNames": {
        "$ref": "#/definitions/name"
      },
      "additionalProperties": {
        "$ref": "#/definitions/policy"
      },
      "description": "What must never be possible, and what always must be, by name. `mqttopia analyze` proves each for all topics, users and ways over bridges, or shows a message that breaks it."
    },
    "tests": {
      "type": "array",
      "items": {
        "$ref": "#/definitions/test"
      },
      "description": "Messages, and who receives them. `mqttopia test` runs them on the model."
    },
    "environments": {
      "type": "object",
      "propertyNames": {
        "$ref": "#/definitions/name"
      },
      "additionalProperties": {
        "$ref": "#/definitions/environment"
      },
      "description": "Variants of the topology, by name: each is a merge patch (RFC 7396) over the whole spec, chosen with `--env`."
    }
  },
  "definitions": {
    "name": {
      "type": "string",
      "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$",
      "description": "A name: letters, digits, dot, underscore and hyphen, at most 63, the first a letter or digit. It becomes part of file names."
    },
    "duration": {
      "type": "string",
      "pattern": "^[0-9]+(s|m|h|d|w|y)$",
      "description": "A length of time: a whole number and a unit, `s`, `m` (minutes), `h`, `d`, `w` or `y` (365 days)."
    },
    "size": {
      "type": "string",
      "pattern": "^[0-9]+(B|kB|MB|GB|KiB|MiB|GiB)$",
      "description": "A number of bytes: a whole number and a unit, `B`, `kB`, `MB`, `GB` (powers of 1000), `KiB`, `MiB` or `GiB` (powers of 1024)."
    },
    "topic": {
      "type": "string",
      "description": "A topic filter. `${username}` and `${clientId}` stand for one level; in a fleet, `${each.COLUMN}` is replaced by the row's text."
    },
    "text": {
      "type": "string",
      "minLength": 1,
      "description": "Text of at least one character."
    },
    "filePath": {
      "type": "string",
      "minLength": 1,
      "description": "Path of a file, relative to the spec file that names it."
    },
    "port": {
      "type": "integer",
      "minimum": 1,
      "maximum": 65535,
      "description": "A TCP port."
    },
    "count": {
      "type": "integer",
      "minimum": 0,
      "maximum": 2147483647,
      "description": "A whole number, not negative."
    },
    "qos": {
      "type": "integer",
      "minimum": 0,
      "maximum": 2,
      "description": "Quality of service: 0 at most once, 1 at least once, 2 exactly once."
    },
    "host": {
      "type": "string",
      "minLength": 1,
      "maxLength": 253,
      "description": "A DNS name or an IP address."
    },
    "oneOrMoreNames": {
      "description": "A name, or a list of names.",
      "anyOf": [
        {
          "type": "string",
          "minLength": 1
        },
        {
          "type": "array",
          "items": {
            "type": "string",
            "minLength": 1
          },
          "minItems": 1
        }
      ]
    },
    "secret": {
      "type": "object",
      "description": "Where a secret comes from. A secret is never written into a spec: name an environment variable, a file or an encrypted file, or let mqttopia generate it once and keep it in the state folder.",
      "additionalProperties": false,
      "minProperties": 1,
      "maxProperties": 1,
      "properties": {
        "env": {
          "type": "string",
          "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
          "description": "Name of an environment variable."
        },
        "file": {
          "$ref": "#/definitions/filePath",
          "description": "A file that holds the secret and nothing else; one line break at its end is ignored."
        },
        "age": {
          "$ref": "#/definitions/filePath",
          "description": "Like `file`, encrypted with age for an identity that is given with --identity or in the environment."
        },
        "sops": {
          "type": "string",
          "pattern": "^[^#]+#[^.]+([.][^.]+)*$",
          "description": "One value of a YAML or JSON file that SOPS encrypted for age: the file, `#`, and the keys that lead to the value with dots between them, as in `users.enc.yaml#alice.password`."
        },
        "generate": {
          "type": "object",
          "additionalProperties": false,
          "description": "Generated once from the system's secure random source, then kept in the state folder.",
          "properties": {
            "length": {
              "type": "integer",
              "minimum": 16,
              "maximum": 128,
              "description": "Characters of a password (base64url, 6 bits each; default 24) or bytes of a pre-shared key (default 32)."
            }
          }
        }
      }
    },
    "fileReference": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "file"
      ],
      "description": "A file that belongs to the spec.",
      "properties": {
        "file": {
          "$ref": "#/definitions/filePath"
        }
      }
    },
    "engine": {
      "type": "object",
      "additionalProperties": false,
      "description": "The broker software that runs here; decides which files are written and what they can say.",
      "properties": {
        "kind": {
          "enum": [
            "mosquitto"
          ],
          "description": "The engine. Default: mosquitto."
        },
        "version": {
          "enum": [
            "2.0",
            "2.1"
          ],
          "description": "Its version. Output for 2.0 (the default) also runs on 2.1; 2.1 unlocks that version's options."
        }
      }
    },
    "access": {
      "enum": [
        "acl-file",
        "dynamic-security"
      ],
      "description": "What decides who may publish and receive: Mosquitto's ACL file (the default), or the dynamic-security plugin that ships with it, which can deny one direction alone."
    },
    "limits": {
      "type": "object",
      "additionalProperties": false,
      "description": "Bounds on what clients may take up.",
      "properties": {
        "maxConnections": {
          "type": "integer",
          "minimum": 1,
          "maximum": 2147483647,
          "description": "Connections at once on each listener; unlimited by default."
        },
        "maxPacketSize": {
          "$ref": "#/definitions/size",
          "description": "Largest MQTT packet accepted; at least 20B."
        },
        "maxMessageSize": {
          "$ref": "#/definitions/size",
          "description": "Largest payload passed on; a larger message is acknowledged and dropped."
        },
        "maxQueuedMessages": {
          "$ref": "#/definitions/count",
          "description": "QoS 1 and 2 messages held for one client above those in flight; 0 is unlimited."
        },
        "maxQueuedBytes": {
          "$ref": "#/definitions/size",
          "description": "Bytes of QoS 1 and 2 messages held for one client."
        },
        "maxInflight": {
          "type": "integer",
          "minimum": 0,
          "maximum": 65535,
          "description": "QoS 1 and 2 messages in flight to one client; 0 is unlimited."
        },
        "maxInflightBytes": {
          "$ref": "#/definitions/size",
          "description": "Bytes of QoS 1 and 2 messages in flight to one client."
        },
        "maxQos": {
          "$ref": "#/definitions/qos",
          "description": "Highest quality of service that clients may use."
        },
        "maxKeepAlive": {
          "$ref": "#/definitions/duration",
          "description": "Longest keep alive; at most 65535s."
        },
        "maxTopicAlias": {
          "type": "integer",
          "minimum": 0,
          "maximum": 65535,
          "description": "Topic aliases a client may set (MQTT 5)."
        },
        "memory": {
          "$ref": "#/definitions/size",
          "description": "Heap that the broker may use."
        },
        "maxTotalConnections": {
          "type": "integer",
          "minimum": 1,
          "maximum": 2147483647,
          "description": "Connections at once on all listeners together (Mosquitto 2.1)."
        },
        "maxTotalClients": {
          "type": "integer",
          "minimum": 1,
          "maximum": 2147483647,
          "description": "Client sessions at once, connected or not (Mosquitto 2.1)."
        }
      }
    },
    "persistence": {
      "type": "object",
      "additionalProperties": false,
      "description": "What survives a restart of the broker.",
      "properties": {
        "enabled": {
          "type": "boolean",
          "description": "Keep sessions, queued and retained messages on disk. Default: false."
        },
        "autosave": {
          "$ref": "#/definitions/duration",
          "description": "Time between two saves. Default: 30m."
        },
        "sessionExpiry": {
          "$ref": "#/definitions/duration",
          "description": "Sessions of absent MQTT 3 clients end after this time; at least 1h, never by default."
        },
        "queueQos0": {
          "type": "boolean",
          "description": "Queue QoS 0 messages too for absent clients with a session. Default: false."
        }
      }
    },
    "retain": {
      "type": "object",
      "additionalProperties": false,
      "description": "Retained messages.",
      "properties": {
        "available": {
          "type": "boolean",
          "description": "Accept retained messages. Default: true."
        },
        "expiry": {
          "$ref": "#/definitions/duration",
          "description": "Time between two sweeps of expired retained messages (Mosquitto 2.1), in whole minutes."
        },
        "checkSource": {
          "type": "boolean",
          "description": "Deliver a retained message only while its publisher still may publish it. Default: false."
        }
      }
    },
    "logging": {
      "type": "object",
      "additionalProperties": false,
      "description": "Where the broker's log goes and what it holds.",
      "properties": {
        "destinations": {
          "type": "array",
          "minItems": 1,
          "items": {
            "enum": [
              "stdout",
              "stderr",
              "syslog",
              "topic",
              "file"
            ]
          },
          "description": "Default: stdout. `topic` publishes under `$SYS/broker/log/`; `file` writes mosquitto.log into the `install.log` folder."
        },
        "types": {
          "type": "array",
          "minItems": 1,
          "items": {
            "enum": [
              "error",
              "warning",
              "notice",
              "information",
              "debug",
              "subscribe",
              "unsubscribe",
              "websockets",
              "all",
              "none"
            ]
          },
          "description": "Default: error, warning, notice and information."
        },
        "timestamps": {
          "type": "boolean",
          "description": "Begin each line with a time. Default: true."
        },
        "connections": {
          "type": "boolean",
          "description": "Log connects and disconnects. Default: true."
        }
      }
    },
    "install": {
      "type": "object",
      "additionalProperties": false,
      "description": "Where this broker's files will stand on its own machine; the configuration names these paths. `compile --root` replaces them for a local run.",
      "properties": {
        "config": {
          "$ref": "#/definitions/absolutePath",
          "description": "Folder of mosquitto.conf and the files beside it. Default: /etc/mosquitto."
        },
        "data": {
          "$ref": "#/definitions/absolutePath",
          "description": "Folder of the persistent state. Default: /var/lib/mosquitto."
        },
        "log": {
          "$ref": "#/definitions/absolutePath",
          "description": "Folder of the log file. Default: /var/log/mosquitto."
        },
        "plugins": {
          "$ref": "#/definitions/absolutePath",
          "description": "Folder of the engine's plugins. Default: /usr/lib/x86_64-linux-gnu."
        },
        "user": {
          "type": "string",
          "pattern": "^[a-z_][a-z0-9_-]*$",
          "description": "The system account that the broker runs as. Default: mosquitto."
        }
      }
    },
    "absolutePath": {
      "type": "string",
      "pattern": "^/[^\\u0000-\\u001f\\u007f]*$",
      "description": "An absolute path without control characters."
    },
    "defaults": {
      "type": "object",
      "additionalProperties": false,
      "description": "What every broker has unless it says otherwise.",
      "properties": {
        "engine": {
          "$ref": "#/definitions/engine"
        },
        "access": {
          "$ref": "#/definitions/access"
        },
        "limits": {
          "$ref": "#/definitions/limits"
        },
        "persistence": {
          "$ref": "#/definitions/persistence"
        },
        "retain": {
          "$ref": "#/definitions/retain"
        },
        "logging": {
          "$ref": "#/definitions/logging"
        },
        "install": {
          "$ref": "#/definitions/install"
        }
      }
    },
    "privateKey": {
      "type": "object",
      "additionalProperties": false,
      "description": "The kind of private key. Default: ECDSA on P-256.",
      "properties": {
        "algorithm": {
          "enum": [
            "ECDSA",
            "RSA",
            "Ed25519"
          ],
          "description": "Default: ECDSA. Many embedded TLS stacks cannot read Ed25519."
        },
        "size": {
          "enum": [
            256,
            384,
            2048,
            3072,
            4096
          ],
          "description": "256 or 384 for ECDSA, 2048, 3072 or 4096 for RSA."
        },
        "rotationPolicy": {
          "enum": [
            "never",
            "always"
          ],
          "description": "`always` makes a new key at every renewal; `never` (the default) keeps it."
        }
      }
    },
    "pki": {
      "type": "object",
      "additionalProperties": false,
      "description": "Authorities, certificate profiles and revocation lists. What is left out is filled in: two roots, `clients-root` and `servers-root`, an issuing authority below each, `clients` and `servers`, and the profiles `client` and `server`.",
      "properties": {
        "organization": {
          "type": "string",
          "minLength": 1,
          "maxLength": 64,
          "description": "The O of every subject. Default: the topology's name."
        },
        "authorities": {
          "type": "object",
          "propertyNames": {
            "$ref": "#/definitions/name"
          },
          "additionalProperties": {
            "$ref": "#/definitions/authority"
          },
          "description": "Certificate authorities, by name."
        },
        "profiles": {
          "type": "object",
          "propertyNames": {
            "$ref": "#/definitions/name"
          },
          "additionalProperties": {
            "$ref": "#/definitions/profile"
          },
          "description": "Kinds of end certificates, by name."
        },
        "crl": {
          "type": "object",
          "propertyNames": {
            "$ref": "#/definitions/name"
          },
          "additionalProperties": {
            "$ref": "#/definitions/crl"
          },
          "description": "Settings of certificate revocation lists, by authority."
        }
      }
    },
    "authority": {
      "type": "object",
      "additionalProperties": false,
      "description": "A certificate authority: a root, an intermediate below `issuer`, or one that exists elsewhere (`external`).",
      "properties": {
        "commonName": {
          "type": "string",
          "minLength": 1,
          "maxLength": 64,
          "description": "The CN of its certificate. Default: the topology's name and the authority's."
        },
        "issuer": {
          "$ref": "#/definitions/text",
          "description": "The authority that signs this one; a root has none. Default for `clients` and `servers`, unless they have a certificate already: `clients-root` and `servers-root`."
        },
        "duration": {
          "$ref": "#/definitions/duration",
          "description": "Life of its certificate. Default: 20y for a root, 10y for an intermediate."
        },
        "renewBefore": {
          "$ref": "#/definitions/duration",
          "description": "Renew when less than this is left. Default: a third of the duration."
        },
        "pathLen": {
          "type": "integer",
          "minimum": 0,
          "maximum": 10,
          "description": "How many authorities may stand below it. Default: unlimited for a root, 0 for an intermediate."
        },
        "privateKey": {
          "$ref": "#/definitions/privateKey"
        },
        "key": {
          "$ref": "#/definitions/secret",
          "description": "Where its private key comes from: `file`, `age`, `sops` or `env` with a PEM key. Default: generated and kept in the state folder."
        },
        "external": {
          "type": "boolean",
          "description": "True: its key lives elsewhere. It can be trusted, and be an issuer: what it is to sign is requested with `pki csr`. Needs `certificate`."
        },
        "certificate": {
          "$ref": "#/definitions/fileReference",
          "description": "Its certificate in PEM. With `key`, an existing authority that mqttopia goes on using."
        },
        "revoked": {
          "type": "array",
          "items": {
            "$ref": "#/definitions/revocation"
          },
          "description": "Certificates of this authority that are no longer valid; they are put on its revocation list."
        }
      }
    },
    "revocation": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "serial"
      ],
      "description": "One revoked certificate.",
      "properties": {
        "serial": {
          "type": "string",
          "pattern": "^[0-9A-Fa-f]{1,40}$",
          "description": "Serial number in hexadecimal."
        },
        "reason": {
          "enum": [
            "unspecified",
            "keyCompromise",
            "cACompromise",
            "affiliationChanged",
            "superseded",
            "cessationOfOperation",
            "privilegeWithdrawn"
          ],
          "description": "Why (RFC 5280 5.3.1). Default: unspecified."
        },
        "date": {
          "type": "string",
          "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
          "description": "When, as YYYY-MM-DD. Default: the day of the first list that has it."
        }
      }
    },
    "profile": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "issuer"
      ],
      "description": "A kind of end certificate. Field names are cert-manager's.",
      "properties": {
        "issuer": {
          "$ref": "#/definitions/text",
          "description": "The authority that signs it."
        },
        "usages": {
          "type": "array",
          "minItems": 1,
          "uniqueItems": true,
          "items": {
            "enum": [
              "server auth",
              "client auth"
            ]
          },
          "description": "What its certificates are for. Default: client auth; of the profile `server`: server auth."
        },
        "duration": {
          "$ref": "#/definitions/duration",
          "description": "Life of a certificate. Default: 397d."
        },
        "renewBefore": {
          "$ref": "#/definitions/duration",
          "description": "Renew when less than this is left. Default: a third of the duration."
        },
        "privateKey": {
          "$ref": "#/definitions/privateKey"
        },
        "csr": {
          "type": "boolean",
          "description": "True: the device makes and keeps its key; mqttopia signs the request that `auth.csr` names or `pki sign` is given."
        }
      }
    },
    "crl": {
      "type": "object",
      "additionalProperties": false,
      "description": "Settings of one revocation list.",
      "properties": {
        "validity": {
          "$ref": "#/definitions/duration",
          "description": "Time until the list itself expires; an expired list locks out every client. Default: 30d."
        },
        "renewBefore": {
          "$ref": "#/definitions/duration",
          "description": "Issue a new list when less than this is left. Default: half of the validity."
        },
        "url": {
          "type": "string",
          "pattern": "^https?://[^\\s]+$",
          "description": "Where the list is published; put into certificates as distribution point."
        }
      }
    },
    "broker": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "listeners"
      ],
      "description": "One broker.",
      "properties": {
        "host": {
          "$ref": "#/definitions/host",
          "description": "The name or address under which clients and bridges reach it. Default: localhost."
        },
        "altNames": {
          "type": "object",
          "additionalProperties": false,
          "description": "Further names and addresses under which it is reached; they go into its certificates beside `host`.",
          "properties": {
            "dnsNames": {
              "type": "array",
              "items": {
                "$ref": "#/definitions/host"
              },
              "description": "DNS names."
            },
            "ipAddresses": {
              "type": "array",
              "items": {
                "$ref": "#/definitions/host"
              },
              "description": "IP addresses."
            }
          }
        },
        "engine": {
          "$ref": "#/definitions/engine"
        },
        "access": {
          "$ref": "#/definitions/access"
        },
        "listeners": {
          "type": "object",
          "propertyNames": {
            "$ref": "#/definitions/name"
          },
          "additionalProperties": {
            "$ref": "#/definitions/listener"
          },
          "minProperties": 1,
          "description": "Where it listens, by name. There are no implicit listeners."
        },
        "limits": {
          "$ref": "#/definitions/limits"
        },
        "persistence": {
          "$ref": "#/definitions/persistence"
        },
        "retain": {
          "$ref": "#/definitions/retain"
        },
        "logging": {
          "$ref": "#/definitions/logging"
        },
        "install": {
          "$ref": "#/definitions/install"
        },
        "sysInterval": {
          "$ref": "#/definitions/duration",
          "description": "Time between two updates of `$SYS`; 0s turns it off. Default: 10s."
        }
      }
    },
    "listener": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "auth"
      ],
      "description": "One socket that clients connect to.",
      "properties": {
        "transport": {
          "enum": [
            "tcp",
            "websocket",
            "unix"
          ],
          "description": "Default: tcp."
        },
        "port": {
          "$ref": "#/definitions/port",
          "description": "TCP port; not for a Unix socket."
        },
        "bind": {
          "$ref": "#/definitions/host",
          "description": "Local address to listen on. Default: all."
        },
        "path": {
          "$ref": "#/definitions/absolutePath",
          "description": "Path of a Unix socket."
        },
        "tls": {
          "$ref": "#/definitions/listenerTls"
        },
        "auth": {
          "type": "array",
          "minItems": 1,
          "uniqueItems": true,
          "items": {
            "enum": [
              "password",
              "certificate",
              "psk",
              "anonymous"
            ]
          },
          "description": "How clients may identify themselves here."
        },
        "maxConnections": {
          "type": "integer",
          "minimum": 1,
          "maximum": 2147483647,
          "description": "Connections at once. Default: the broker's limit."
        },
        "maxQos": {
          "$ref": "#/definitions/qos",
          "description": "Highest quality of service here. Default: the broker's limit."
        },
        "origins": {
          "type": "array",
          "minItems": 1,
          "items": {
            "type": "string",
            "pattern": "^[\\u0021-\\u007e]+$"
          },
          "description": "Origins from which browsers may connect to a websocket (Mosquitto 2.1)."
        },
        "protocolVersions": {
          "type": "array",
          "minItems": 1,
          "uniqueItems": true,
          "items": {
            "enum": [
              3,
              4,
              5
            ]
          },
          "description": "MQTT protocol levels accepted: 3 (3.1), 4 (3.1.1), 5 (Mosquitto 2.1)."
        },
        "proxyProtocol": {
          "enum": [
            1,
            2
          ],
          "description": "Expect a PROXY protocol header of this version (Mosquitto 2.1)."
        }
      }
    },
    "listenerTls": {
      "type": "object",
      "additionalProperties": false,
      "description": "TLS of a listener: a certificate (`profile`) or pre-shared keys (`psk`).",
      "properties": {
        "profile": {
          "$ref": "#/definitions/text",
          "description": "Profile of the server certificate. Default: server."
        },
        "clientAuth": {
          "enum": [
            "required",
            "none"
          ],
          "description": "Whether clients must show a certificate. Default: required where `auth` has `certificate`."
        },
        "identity": {
          "enum": [
            "commonName"
          ],
          "description": "Which part of a client certificate is the username: its common name."
        },
        "trust": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/definitions/text"
          },
          "description": "Authorities whose client certificates are accepted. Default: the issuers of the profiles that users of this broker have, with `client auth`."
        },
        "crl": {
          "type": "boolean",
          "description": "Refuse revoked client certificates. Default: false."
        },
        "minVersion": {
          "enum": [
            "1.2",
            "1.3"
          ],
          "description": "Lowest TLS version. Default: 1.2."
        },
        "ciphers": {
          "type": "string",
          "pattern": "^[A-Za-z0-9:!+@=_-]+$",
          "description": "OpenSSL cipher list for TLS 1.2."
        },
        "psk": {
          "type": "object",
          "additionalProperties": false,
          "description": "Pre-shared keys instead of certificates.",
          "properties": {
            "hint": {
              "$ref": "#/definitions/text",
              "description": "Hint sent to clients. Default: the broker's name."
            }
          }
        }
      }
    },
    "bridge": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "from",
        "to",
        "routes"
      ],
      "description": "A connection that one broker keeps to another and copies messages over.",
      "properties": {
        "from": {
          "$ref": "#/definitions/text",
          "description": "The broker that dials and carries the configuration."
        },
        "to": {
          "$ref": "#/definitions/text",
          "description": "The far broker."
        },
        "listener": {
          "$ref": "#/definitions/text",
          "description": "The far broker's listener. Default: the only one that admits the bridge."
        },
        "auth": {
          "$ref": "#/definitions/bridgeAuth"
        },
        "session": {
          "type": "object",
          "additionalProperties": false,
          "description": "The MQTT session.",
          "properties": {
            "clean": {
              "type": "boolean",
              "description": "False (the default): the far broker keeps the session while the bridge is away, and the near one queues for it."
            },
            "localClean": {
              "type": "boolean",
              "description": "The same for the near side alone. Default: as `clean`."
            },
            "protocol": {
              "enum": [
                3,
                4,
                5
              ],
              "description": "MQTT protocol level: 3 (3.1), 4 (3.1.1), 5. Default: 5."
            },
            "keepAlive": {
              "$ref": "#/definitions/duration",
              "description": "5s to 65535s. Default: 60s."
            },
            "clientId": {
              "$ref": "#/definitions/text",
              "description": "Client identifier on the far broker. Default: the bridge's username."
            },
            "maxPacketSize": {
              "$ref": "#/definitions/size",
              "description": "Largest packet the bridge accepts."
            }
          }
        },
        "notifications": {
          "enum": [
            "none",
            "local",
            "both"
          ],
          "description": "Where the bridge's state is published under `$SYS/broker/connection/CLIENTID/state`. Default: local."
        },
        "reconnect": {
          "type": "object",
          "additionalProperties": false,
          "description": "Waiting time before a new attempt: random between `min` and `max`, growing; the same each time where both are equal.",
          "properties": {
            "min": {
              "$ref": "#/definitions/duration",
              "description": "Default: 5s."
            },
            "max": {
              "$ref": "#/definitions/duration",
              "description": "Default: 30s."
            }
          }
        },
        "start": {
          "enum": [
            "automatic",
            "lazy",
            "once"
          ],
          "description": "Default: automatic. `lazy` reconnects when `threshold` messages wait; `once` never reconnects."
        },
        "threshold": {
          "type": "integer",
          "minimum": 1,
          "maximum": 2147483647,
          "description": "Messages that wake a lazy bridge. Default: 10."
        },
        "addresses": {
          "type": "array",
          "items": {
            "type": "string",
            "pattern": "^(\\[[0-9A-Fa-f:.]+\\]|[^\\s:\\[\\]]+)(:[0-9]{1,5})?$"
          },
          "description": "Further addresses of the far broker, `host` or `host:port`, tried in order when the first fails."
        },
        "roundRobin": {
          "type": "boolean",
          "description": "True: stay with the address that answered. False (the default): go back to the first when it answers again."
        },
        "tls": {
          "type": "object",
          "additionalProperties": false,
          "description": "Settings of the TLS connection beyond what follows from the far listener.",
          "properties": {
            "insecure": {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "reason"
              ],
              "description": "Do not check that the far certificate is for the address dialled. Needs a reason.",
              "properties": {
                "reason": {
                  "$ref": "#/definitions/text"
                }
              }
            },
            "alpn": {
              "type": "string",
              "pattern": "^[\\u0021-\\u007e]{1,255}$",
              "description": "Application protocol offered."
            }
          }
        },
        "routes": {
          "type": "array",
          "minItems": 1,
          "items": {
            "$ref": "#/definitions/route"
          },
          "description": "What is carried, each with both full filters."
        }
      }
    },
    "bridgeAuth": {
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "maxProperties": 1,
      "description": "How the bridge identifies itself on the far broker. Default: a certificate where the far listener asks for one.",
      "properties": {
        "certificate": {
          "$ref": "#/definitions/text",
          "description": "Profile of the bridge's client certificate."
        },
        "password": {
          "$ref": "#/definitions/secret"
        },
        "psk": {
          "$ref": "#/definitions/secret"
        },
        "anonymous": {
          "const": true,
          "description": "Without credentials, with the rights of the far broker's anonymous user."
        }
      }
    },
    "route": {
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "description": "One set of topics that a bridge carries: `out` to the far broker, `in` from it, or `both`.",
      "properties": {
        "out": {
          "$ref": "#/definitions/topic",
          "description": "Filter on the near broker of what is sent."
        },
        "in": {
          "$ref": "#/definitions/topic",
          "description": "Filter on the near broker of what arrives."
        },
        "both": {
          "$ref": "#/definitions/topic",
          "description": "Filter on the near broker of what goes either way."
        },
        "remote": {
          "$ref": "#/definitions/topic",
          "description": "The same topics as the far broker names them. Default: the same filter."
        },
        "qos": {
          "$ref": "#/definitions/qos",
          "description": "Highest quality of service on the bridge. Default: 0."
        },
        "retain": {
          "enum": [
            "keep",
            "drop"
          ],
          "description": "Whether sent messages keep their retain flag. Default: keep."
        }
      }
    },
    "grant": {
      "description": "A topic filter, or one with details.",
      "anyOf": [
        {
          "$ref": "#/definitions/topic"
        },
        {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "topic"
          ],
          "properties": {
            "topic": {
              "$ref": "#/definitions/topic"
            },
            "qos": {
              "$ref": "#/definitions/qos",
              "description": "Quality of service that the client's own program is meant to use; written into its bundles, not enforced by brokers."
            },
            "retain": {
              "enum": [
                "allow",
                "deny"
              ],
              "description": "Whether messages published here may be retained. Default: allow. Mosquitto cannot deny it for one topic."
            }
          }
        }
      ]
    },
    "grants": {
      "type": "array",
      "items": {
        "$ref": "#/definitions/grant"
      },
      "description": "Topic filters."
    },
    "denial": {
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "maxProperties": 2,
      "description": "Topics that are refused, in one direction or both, whatever is allowed elsewhere.",
      "properties": {
        "publish": {
          "$ref": "#/definitions/topic",
          "description": "Not to be published."
        },
        "subscribe": {
          "$ref": "#/definitions/topic",
          "description": "Not to be received."
        }
      }
    },
    "denials": {
      "type": "array",
      "items": {
        "$ref": "#/definitions/denial"
      },
      "description": "What is refused; wins over every grant."
    },
    "role": {
      "type": "object",
      "additionalProperties": false,
      "description": "A named set of grants.",
      "properties": {
        "publish": {
          "$ref": "#/definitions/grants",
          "description": "Topics that may be published."
        },
        "subscribe": {
          "$ref": "#/definitions/grants",
          "description": "Topics of which messages may be received."
        },
        "deny": {
          "$ref": "#/definitions/denials"
        }
      }
    },
    "group": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "members"
      ],
      "description": "Users that share roles.",
      "properties": {
        "roles": {
          "type": "array",
          "items": {
            "$ref": "#/definitions/text"
          },
          "description": "Roles that every member has."
        },
        "members": {
          "type": "array",
          "items": {
            "$ref": "#/definitions/text"
          },
          "description": "Users, by name; `fleet:NAME` takes in a whole fleet."
        }
      }
    },
    "userSelector": {
      "type": "string",
      "pattern": "^(user|group|fleet):.+$",
      "description": "Users: `user:NAME`, `group:NAME` or `fleet:NAME`."
    },
    "selector": {
      "description": "Users: `user:NAME`, `group:NAME` or `fleet:NAME`; or `{ at: BROKER }`, a broker with everybody who connects to it.",
      "anyOf": [
        {
          "$ref": "#/definitions/userSelector"
        },
        {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "at"
          ],
          "properties": {
            "at": {
              "$ref": "#/definitions/name",
              "description": "Name of the broker."
            }
          }
        }
      ]
    },
    "policy": {
      "type": "object",
      "additionalProperties": false,
      "description": "One policy: either `forbid` or `require`.",
      "properties": {
        "forbid": {
          "type": "object",
          "additionalProperties": false,
          "minProperties": 1,
          "description": "No message may go from one to the other. Who or what is left out is anybody or anything.",
          "properties": {
            "from": {
              "$ref": "#/definitions/selector",
              "description": "Who publishes."
            },
            "to": {
              "$ref": "#/definitions/selector",
              "description": "Who receives; with `{ at: BROKER }` the broker itself, whoever receives there."
            },
            "topics": {
              "type": "array",
              "items": {
                "$ref": "#/definitions/text"
              },
              "minItems": 1,
              "description": "Topic filters: only messages on these topics, as they are named where they are received."
            },
            "unless": {
              "description": "What is allowed all the same: `same-device`, messages to oneself; or `{ from, to }`, messages from or to these.",
              "anyOf": [
                {
                  "type": "string",
                  "enum": [
                    "same-device"
                  ]
                },
                {
                  "type": "object",
                  "additionalProperties": false,
                  "minProperties": 1,
                  "properties": {
                    "from": {
                      "$ref": "#/definitions/selector",
                      "description": "Who may publish."
                    },
                    "to": {
                      "$ref": "#/definitions/selector",
                      "description": "Who may receive."
                    }
                  }
                }
              ]
            },
            "cycle": {
              "const": true,
              "description": "Messages that bridges carry in a circle."
            },
            "listener": {
              "type": "object",
              "additionalProperties": false,
              "minProperties": 1,
              "description": "Listeners like this one; what is left out is any.",
              "properties": {
                "tls": {
                  "type": "string",
                  "enum": [
                    "none",
                    "certificate",
                    "psk"
                  ],
                  "description": "Its TLS: none, with certificates, or with pre-shared keys."
                },
                "bind": {
                  "type": "string",
                  "enum": [
                    "loopback",
                    "!loopback"
                  ],
                  "description": "Whether it is reached from its own machine alone; Unix sockets are."
                },
                "auth": {
                  "type": "string",
                  "enum": [
                    "password",
                    "certificate",
                    "psk",
                    "anonymous"
                  ],
                  "description": "A kind of client that it admits."
                }
              }
            }
          }
        },
        "require": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "from",
            "to"
          ],
          "description": "Each of `from` can send some message to each of `to`.",
          "properties": {
            "from": {
              "$ref": "#/definitions/selector",
              "description": "Who publishes."
            },
            "to": {
              "$ref": "#/definitions/selector",
              "description": "Who receives; with `{ at: BROKER }` the broker itself."
            },
            "topics": {
              "type": "array",
              "items": {
                "$ref": "#/definitions/text"
              },
              "minItems": 1,
              "description": "Topic filters: some message for each of these, as it is named where it is received."
            },
            "qos": {
              "$ref": "#/definitions/qos",
              "description": "It must be able to arrive with this quality of service."
            }
          }
        },
        "severity": {
          "type": "string",
          "enum": [
            "error",
            "warning"
          ],
          "description": "What a violation is; with `warning`, `analyze` still succeeds. Default: error."
        },
        "suppressed": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "reason"
          ],
          "description": "Known and accepted: violations are told as information.",
          "properties": {
            "reason": {
              "$ref": "#/definitions/text",
              "description": "Why."
            },
            "until": {
              "type": "string",
              "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
              "description": "The last day, as YYYY-MM-DD; from the next one on, violations count again."
            }
          }
        }
      }
    },
    "test": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "name",
        "publish"
      ],
      "description": "A message, and who receives it.",
      "properties": {
        "name": {
          "$ref": "#/definitions/text",
          "description": "What it shows, for the report."
        },
        "publish": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "as",
            "topic"
          ],
          "description": "The message.",
          "properties": {
            "as": {
              "$ref": "#/definitions/text",
              "description": "Username of who publishes it."
            },
            "at": {
              "$ref": "#/definitions/name",
              "description": "On which broker, where the user connects to several."
            },
            "topic": {
              "$ref": "#/definitions/text",
              "description": "Its topic."
            }
          }
        },
        "delivered": {
          "type": "array",
          "items": {
            "$ref": "#/definitions/text"
          },
          "description": "Users who may receive it, on whatever broker."
        },
        "notDelivered": {
          "type": "array",
          "items": {
            "$ref": "#/definitions/text"
          },
          "description": "Users who may not."
        }
      }
    },
    "will": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "topic"
      ],
      "description": "The message that the broker sends when the client is lost; written into the client's bundles.",
      "properties": {
        "topic": {
          "$ref": "#/definitions/topic",
          "description": "A topic name; the client must be allowed to publish it."
        },
        "payload": {
          "type": "string",
          "description": "Default: empty."
        },
        "qos": {
          "$ref": "#/definitions/qos",
          "description": "Default: 0."
        },
        "retain": {
          "type": "boolean",
          "description": "Default: false."
        }
      }
    },
    "userAuth": {
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "description": "How the user proves who it is: one of `password`, `psk` and `certificate`.",
      "properties": {
        "password": {
          "$ref": "#/definitions/secret"
        },
        "psk": {
          "$ref": "#/definitions/secret",
          "description": "A pre-shared key in hexadecimal; the identity is the username."
        },
        "certificate": {
          "$ref": "#/definitions/text",
          "description": "Profile of the client certificate; its CN is the username."
        },
        "uris": {
          "type": "array",
          "items": {
            "$ref": "#/definitions/text"
          },
          "description": "Further URIs in the certificate's subject alternative name."
        },
        "csr": {
          "$ref": "#/definitions/fileReference",
          "description": "Certificate signing request (PEM or DER) of a device that keeps its own key."
        }
      }
    },
    "user": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "at"
      ],
      "description": "A person or program that connects.",
      "properties": {
        "at": {
          "$ref": "#/definitions/oneOrMoreNames",
          "description": "The broker or brokers it connects to."
        },
        "auth": {
          "$ref": "#/definitions/userAuth"
        },
        "listener": {
          "$ref": "#/definitions/text",
          "description": "The listener that its bundles name. Default: the first that admits it."
        },
        "clientId": {
          "$ref": "#/definitions/text",
          "description": "Its client identifier; also the value of `${clientId}` in its grants."
        },
        "roles": {
          "type": "array",
          "items": {
            "$ref": "#/definitions/text"
          },
          "description": "Roles it has."
        },
        "publish": {
          "$ref": "#/definitions/grants",
          "description": "Topics it may publish."
        },
        "subscribe": {
          "$ref": "#/definitions/grants",
          "description": "Topics of which it may receive messages."
        },
        "deny": {
          "$ref": "#/definitions/denials"
        },
        "will": {
          "$ref": "#/definitions/will"
        },
        "bundles": {
          "type": "array",
          "items": {
            "$ref": "#/definitions/text"
          },
          "description": "Bundles to make for it."
        }
      }
    },
    "fleet": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "forEach",
        "username",
        "at"
      ],
      "description": "One user for each row of a table. `${each.COLUMN}` stands for the row's text in every value but `forEach`, `roles` and `bundles`.",
      "properties": {
        "forEach": {
          "$ref": "#/definitions/forEach"
        },
        "username": {
          "$ref": "#/definitions/text",
          "description": "Username of a row, such as `${each.serial}`."
        },
        "clientId": {
          "$ref": "#/definitions/text",
          "description": "Client identifier of a row."
        },
        "at": {
          "$ref": "#/definitions/oneOrMoreNames",
          "description": "The broker or brokers the devices connect to; may name a column."
        },
        "auth": {
          "$ref": "#/definitions/userAuth"
        },
        "listener": {
          "$ref": "#/definitions/text",
          "description": "The listener that bundles name."
        },
        "roles": {
          "type": "array",
          "items": {
            "$ref": "#/definitions/text"
          },
          "description": "Roles every device has."
        },
        "publish": {
          "$ref": "#/definitions/grants",
          "description": "Topics every device may publish."
        },
        "subscribe": {
          "$ref": "#/definitions/grants",
          "description": "Topics of which every device may receive messages."
        },
        "deny": {
          "$ref": "#/definitions/denials"
        },
        "will": {
          "$ref": "#/definitions/will"
        },
        "bundles": {
          "type": "array",
          "items": {
            "$ref": "#/definitions/text"
          },
          "description": "Bundles to make."
        }
      }
    },
    "forEach": {
      "type": "object",
      "additionalProperties": false,
      "description": "The table of a fleet: one of `csv`, `jsonl`, `items` and `range`.",
      "properties": {
        "csv": {
          "$ref": "#/definitions/filePath",
          "description": "CSV file (RFC 4180) in UTF-8; the first line names the columns."
        },
        "jsonl": {
          "$ref": "#/definitions/filePath",
          "description": "JSON Lines file: one object of texts, numbers and booleans a line."
        },
        "items": {
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": {
              "type": [
                "string",
                "number",
                "boolean"
              ]
            }
          },
          "description": "Rows written here."
        },
        "range": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "from",
            "to"
          ],
          "description": "Numbered rows with the one column `n`.",
          "properties": {
            "from": {
              "$ref": "#/definitions/count",
              "description": "First number."
            },
            "to": {
              "$ref": "#/definitions/count",
              "description": "Last number."
            },
            "width": {
              "type": "integer",
              "minimum": 1,
              "maximum": 20,
              "description": "Filled up with zeros to this many digits."
            }
          }
        },
        "key": {
          "$ref": "#/definitions/text",
          "description": "The column that tells rows apart; two rows with the same text are an error."
        }
      }
    },
    "bundle": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "format"
      ],
      "description": "A kind of credential bundle.",
      "properties": {
        "format": {
          "enum": [
            "pem",
            "pkcs12",
            "zip",
            "mosquitto",
            "mqttx",
            "otrc",
            "c-header",
            "python",
            "nodejs",
            "template"
          ],
          "description": "pem: a folder of PEM files; pkcs12: one .p12 file; zip: an archive of PEM files; mosquitto: option files of mosquitto_pub and mosquitto_sub; mqttx: a connection of MQTTX; otrc: OwnTracks; c-header: for ESP-IDF; python, nodejs: starters that run; template: your own files."
        },
        "layout": {
          "$ref": "#/definitions/text",
          "description": "Folder of one client inside the bundle, such as `${each.serial}/`. Default: its username."
        },
        "password": {
          "$ref": "#/definitions/secret",
          "description": "Password of a PKCS#12 file. Default: generated for each client."
        },
        "encryption": {
          "enum": [
            "modern",
            "legacy"
          ],
          "description": "PKCS#12 algorithms: `modern` (AES-256, the default) or `legacy` (3DES) for old phones."
        },
        "qr": {
          "enum": [
            "svg"
          ],
          "description": "Also draw the otrc bundle as a QR code."
        },
        "files": {
          "type": "object",
          "additionalProperties": {
            "$ref": "#/definitions/fileReference"
          },
          "description": "For `template`: the Handlebars template of each file of the bundle, by name."
        }
      }
    },
    "environment": {
      "type": "object",
      "additionalProperties": false,
      "description": "A merge patch over the spec: objects merge, `null` removes, everything else replaces.",
      "properties": {
        "name": {
          "type": [
            "string",
            "null"
          ]
        },
        "defaults": {
          "type": [
            "object",
            "null"
          ]
        },
        "pki": {
          "type": [
            "object",
            "null"
          ]
        },
        "brokers": {
          "type": [
            "object",
            "null"
          ]
        },
        "bridges": {
          "type": [
            "object",
            "null"
          ]
        },
        "roles": {
          "type": [
            "object",
            "null"
          ]
        },
        "groups": {
          "type": [
            "object",
            "null"
          ]
        },
        "users": {
          "type": [
            "object",
            "null"
          ]
        },
        "fleets": {
          "type": [
            "object",
            "null"
          ]
        },
        "bundles": {
          "type": [
            "object",
            "null"
          ]
        },
        "protect": {
          "type": "array",
          "items": {
            "$ref": "#/definitions/text"
          },
          "description": "Parts of the spec, such as `brokers.core`, that must exist in this environment."
        }
      }
    }
  }
}
