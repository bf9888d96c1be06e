import { testFindings } from './test-findings.ts'

testFindings('listener-address', {
  'what each transport needs and does not have': {
    spec: `
      brokers:
        core:
          listeners:
            «a»: { auth: [password] }
            «b»: { transport: websocket, auth: [password] }
            «c»: { transport: unix, auth: [password] }
            d: { port: 1883, «path»: /run/d.sock, auth: [password] }
            e: { transport: unix, path: /run/e.sock, «port»: 1883, «bind»: 127.0.0.1, auth: [password] }
            fine: { port: 1884, bind: 127.0.0.1, auth: [password] }
            unix: { transport: unix, path: /run/f.sock, auth: [password] }
    `,
    messages: [
      'listener "a" of transport "tcp" has no "port"',
      'listener "b" of transport "websocket" has no "port"',
      'listener "c" of transport "unix" has no "path"',
      'listener "d" is of transport "tcp", which has no "path"',
      'listener "e" is of transport "unix", which has no "port"',
      'listener "e" is of transport "unix", which has no "bind"',
    ],
  },
  'a port that was left out because it was wrong': {
    spec: 'brokers: { core: { listeners: { a: { auth: [password] } } } }',
    pruned: [['brokers', 'core', 'listeners', 'a', 'port']],
    messages: [],
  },
})

testFindings('tls-psk-with-certificate', {
  'settings of certificates beside pre-shared keys': {
    spec: `
      brokers:
        core:
          listeners:
            a: { port: 1, tls: { psk: {}, «profile»: server, «crl»: true }, auth: [psk] }
            b: { port: 2, tls: { psk: { hint: b }, ciphers: PSK }, auth: [psk] }
    `,
    messages: [
      'a listener with pre-shared keys has no "profile"',
      'a listener with pre-shared keys has no "crl"',
    ],
  },
})

testFindings('host-invalid', {
  'hosts of brokers, listeners and bridges': {
    spec: `
      brokers:
        core:
          host: «"mqtt://core"»
          altNames: { dnsNames: [«"10.0.0.5"», "*.core.example"], ipAddresses: [«core.example», 10.0.0.6] }
          listeners: { a: { port: 1, bind: «lo..», auth: [password] } }
        edge: { listeners: {} }
      bridges:
        b:
          from: edge
          to: core
          auth: { password: { generate: {} } }
          addresses: [«"-a:1"», "core2:1884", "[::1]:1885"]
          routes: [{ out: x }]
    `,
    messages: [
      'host "mqtt://core" has the part "mqtt://core", which is no DNS label',
      '"10.0.0.5" is an IP address',
      '"core.example" is no IP address',
      'host "lo.." ends in a dot, which no certificate matches',
      'host "-a" has the part "-a", which is no DNS label',
    ],
    hints: ['write it under "ipAddresses"', 'write it under "dnsNames"'],
  },
})

testFindings('value-out-of-range', {
  'durations and sizes of brokers, each once, though every broker has the defaults': {
    spec: `
      defaults:
        limits: { maxPacketSize: «19B», maxMessageSize: «268435456B», maxKeepAlive: «65536s» }
        persistence: { autosave: «0s», sessionExpiry: «59m» }
      brokers:
        a: { sysInterval: «19h», retain: { expiry: «90s» }, persistence: { sessionExpiry: «90m» }, listeners: {} }
        b: { sysInterval: 0s, retain: { expiry: 2m }, limits: { memory: «99999999999999999999GiB» }, listeners: {} }
    `,
    messages: [
      '"19B" is less than 20B',
      '"268435456B" is more than 268435455B',
      '"65536s" is more than 65535s',
      '"0s" is less than 1s',
      '"59m" is less than 1h',
      '"19h" is more than 65535s',
      '"90s" is not a whole number of minutes',
      '"90m" is not a whole number of hours',
      '"99999999999999999999GiB" is more than 1000000GB',
    ],
  },
  'lives of certificates and lists': {
    spec: `
      pki:
        authorities:
          a: { duration: «59s» }
          b: { duration: «1001y», renewBefore: «20y» }
          c: { duration: 1m, renewBefore: 59s, revoked: [{ serial: "1", date: «2027-02-29» }, { serial: "2", date: 2028-02-29 }] }
        profiles: { p: { issuer: a, duration: 90d, renewBefore: «90d» } }
        crl: { a: { validity: 1d, renewBefore: «1d» } }
    `,
    messages: [
      '"59s" is less than 1m',
      '"1001y" is more than 1000y',
      '"20y" is not shorter than the life of the certificate, so it would be renewed at once, for ever',
      'no calendar has the day "2027-02-29"',
      '"90d" is not shorter than the life of the certificate, so it would be renewed at once, for ever',
      '"1d" is not shorter than the validity of the list, so it would be renewed at once, for ever',
    ],
  },
  'sessions of bridges': {
    spec: `
      brokers: { core: { listeners: { a: { port: 1, auth: [password] } } }, edge: { listeners: {} } }
      bridges:
        b:
          from: edge
          to: core
          auth: { password: { generate: {} } }
          session: { keepAlive: «4s», maxPacketSize: «1GB» }
          reconnect: { min: «1m», max: 59s }
          addresses: [«"core2:0"», «"core3:65536"», "core4:65535"]
          routes: [{ out: x }]
    `,
    messages: [
      '"4s" is less than 5s',
      '"1GB" is more than 268435455B',
      '"1m" is more than the "max", "59s"',
      '"core2:0" has no port from 1 to 65535',
      '"core3:65536" has no port from 1 to 65535',
    ],
  },
})

testFindings('setting-without-effect', {
  'settings that another one makes idle': {
    spec: `
      brokers:
        core: { listeners: { a: { port: 1, auth: [password] }, b: { port: 2, tls: { «trust»: [clients] }, auth: [password] } } }
        edge: { listeners: {} }
      pki:
        authorities:
          corp: { external: true, certificate: { file: a.pem }, «commonName»: Corp, «duration»: 1y }
          ours: { duration: 1y, privateKey: { «rotationPolicy»: always } }
      bridges:
        b:
          from: edge
          to: core
          listener: a
          auth: { password: { generate: {} } }
          «threshold»: 5
          «roundRobin»: true
          «tls»: { alpn: mqtt }
          routes: [{ out: x }]
      users: { alice: { at: core, auth: { password: { generate: {} }, «uris»: ["urn:a"], «csr»: { file: a } } } }
      bundles:
        pem: { format: pem, «password»: { generate: {} }, «qr»: svg, «files»: { a: { file: a } } }
    `,
    messages: [
      '"trust" does nothing here: this listener asks nobody for a certificate',
      '"commonName" does nothing here: the certificate of authority "corp" exists already',
      '"duration" does nothing here: the certificate of authority "corp" exists already',
      '"rotationPolicy" does nothing here: an authority keeps its key as long as it is trusted',
      '"threshold" does nothing here: only a bridge with "start: lazy" waits',
      '"roundRobin" does nothing here: the bridge has one address only',
      '"tls" does nothing here: the far listener has no TLS',
      '"uris" does nothing here: only users with a certificate have it',
      '"csr" does nothing here: only users with a certificate have it',
      '"password" does nothing here: only bundles of format "pkcs12" or "otrc" have it',
      '"qr" does nothing here: only bundles of format "otrc" have it',
      '"files" does nothing here: only bundles of format "template" have it',
    ],
  },
  'the same settings where they do something': {
    spec: `
      brokers:
        core: { listeners: { b: { port: 2, tls: { trust: [clients] }, auth: [certificate] } } }
        edge: { listeners: {} }
      bridges:
        b:
          from: edge
          to: core
          start: lazy
          threshold: 5
          addresses: [core2]
          roundRobin: true
          tls: { alpn: mqtt }
          routes: [{ out: x }]
      users: { alice: { at: core, auth: { certificate: client, uris: ["urn:a"] } } }
      bundles:
        p12: { format: pkcs12, password: { generate: {} }, encryption: legacy }
        otrc: { format: otrc, qr: svg, password: { generate: {} }, encryption: modern }
    `,
    messages: [],
  },
})
