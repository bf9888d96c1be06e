import { testFindings } from './test-findings.ts'

const PASSWORD = 'auth: { password: { generate: {} } }'
const ROUTES = 'routes: [{ out: x }]'
const BROKERS = `
      brokers:
        edge: { listeners: {} }
        core:
          listeners:
            plain: { port: 1883, auth: [password, anonymous] }
            tls: { port: 8883, tls: {}, auth: [certificate] }
            tls2: { port: 8884, tls: {}, auth: [certificate] }
            ws: { transport: websocket, port: 8080, auth: [password] }
            local: { transport: unix, path: /run/a.sock, auth: [password] }`

testFindings('bridge-to-itself', {
  'the same broker at both ends': {
    spec: `${BROKERS}
      bridges: { b: { from: edge, to: «edge», ${PASSWORD}, ${ROUTES} } }
    `,
    messages: ['this bridge leads from broker "edge" to itself'],
  },
})

testFindings('ambiguous-listener', {
  'two listeners ask for a certificate': {
    spec: `${BROKERS}
      bridges:
        «a»: { from: edge, to: core, ${ROUTES} }
        «b»: { from: edge, to: core, auth: { certificate: client }, ${ROUTES} }
        named: { from: edge, to: core, listener: tls2, ${ROUTES} }
        password: { from: edge, to: core, ${PASSWORD}, ${ROUTES} }
    `,
    messages: [
      'broker "core" has 2 listeners that admit bridge "a"',
      'broker "core" has 2 listeners that admit bridge "b"',
    ],
    hints: ['add "listener" with one of "tls" and "tls2"', 'add "listener" with one of "tls" and "tls2"'],
  },
})

testFindings('bridge-not-admitted', {
  'no listener admits it, or not the one it names': {
    spec: `${BROKERS}
      bridges:
        a: { from: edge, to: core, auth: «{ psk: { generate: {} } }», ${ROUTES} }
        b: { from: edge, to: core, listener: «tls», ${PASSWORD}, ${ROUTES} }
        c: { from: edge, to: core, listener: «local», ${PASSWORD}, ${ROUTES} }
    `,
    messages: [
      'no listener of broker "core" that bridge "a" could dial admits "psk"',
      'listener "tls" of broker "core" does not admit "password"',
      'listener "local" of broker "core" is a Unix socket, which no bridge can dial',
    ],
  },
  'a broker that has Unix sockets alone': {
    spec: `
      brokers: { edge: { listeners: {} }, core: { listeners: { a: { transport: unix, path: /run/a, auth: [password] } } } }
      bridges: { a: { from: edge, to: core, auth: «{ password: { generate: {} } }», ${ROUTES} } }
    `,
    messages: ['no listener of broker "core" that bridge "a" could dial admits "password"'],
  },
  'a listener that is wrong might have been the one': {
    spec: `
      brokers: { edge: { listeners: {} }, core: { listeners: {} } }
      bridges: { a: { from: edge, to: core, ${PASSWORD}, ${ROUTES} }, b: { from: edge, to: core, ${ROUTES} } }
    `,
    pruned: [['brokers', 'core', 'listeners', 'mqtt']],
    messages: [],
  },
})

testFindings('auth-missing', {
  'a bridge to listeners that ask for no certificate': {
    spec: `
      brokers: { edge: { listeners: {} }, core: { listeners: { plain: { port: 1883, auth: [password] } } } }
      bridges:
        «a»: { from: edge, to: core, ${ROUTES} }
        «b»: { from: edge, to: core, listener: plain, ${ROUTES} }
    `,
    messages: [
      'bridge "a" has no "auth", and broker "core" does not ask it for a certificate',
      'bridge "b" has no "auth", and broker "core" does not ask it for a certificate',
    ],
  },
  'a bridge whose auth was left out because it was wrong': {
    spec: `
      brokers: { edge: { listeners: {} }, core: { listeners: { plain: { port: 1883, auth: [password] } } } }
      bridges: { a: { from: edge, to: core, ${ROUTES} } }
    `,
    pruned: [['bridges', 'a', 'auth', 'password']],
    messages: [],
  },
})

testFindings('bridge-anonymous', {
  'no anonymous user, or one of another broker': {
    spec: `${BROKERS}
      bridges: { a: { from: edge, to: core, auth: «{ anonymous: true }», ${ROUTES} } }
      users: { anonymous: { at: edge } }
    `,
    messages: ['bridge "a" is anonymous, but broker "core" has no user "anonymous"'],
    hints: ['add "core" to users.anonymous.at, or give the bridge credentials'],
  },
  'the anonymous user of the far broker': {
    spec: `${BROKERS}
      bridges: { a: { from: edge, to: core, auth: { anonymous: true }, ${ROUTES} } }
      users: { anonymous: { at: [edge, core] } }
    `,
    messages: [],
  },
})

testFindings('ambiguous-profile', {
  'the listener trusts another authority than that of "client", with two profiles or none': {
    spec: `
      brokers:
        edge: { listeners: {} }
        core:
          listeners:
            a: { port: 1, tls: { trust: [mine] }, auth: [certificate] }
            b: { port: 2, tls: { trust: [bare] }, auth: [certificate] }
            c: { port: 3, tls: { trust: [bare, one] }, auth: [certificate] }
            d: { port: 4, tls: { trust: [mine, clients] }, auth: [certificate] }
      pki:
        authorities: { mine: {}, bare: {}, one: {} }
        profiles: { p: { issuer: mine }, q: { issuer: mine }, r: { issuer: one }, s: { issuer: one, csr: true } }
      bridges:
        «a»: { from: edge, to: core, listener: a, ${ROUTES} }
        «b»: { from: edge, to: core, listener: b, ${ROUTES} }
        c: { from: edge, to: core, listener: c, ${ROUTES} }
        d: { from: edge, to: core, listener: d, ${ROUTES} }
    `,
    messages: [
      'the certificate of bridge "a" could be of profile "p" or "q"',
      'the certificate of bridge "b" could be of no profile',
    ],
  },
})

testFindings('route-direction', {
  'none and two': {
    spec: `${BROKERS}
      bridges:
        a:
          from: edge
          to: core
          ${PASSWORD}
          routes: [«{ remote: x }», «{ in: x, out: y }», { in: x }, { both: z }]
    `,
    messages: ['this route has no direction', 'this route has "out" and "in"'],
  },
  'a direction that was left out because it was wrong': {
    spec: `${BROKERS}
      bridges: { a: { from: edge, to: core, ${PASSWORD}, routes: [{ remote: x }] } }
    `,
    pruned: [['bridges', 'a', 'routes', 0, 'out']],
    messages: [],
  },
})

testFindings('route-wildcards', {
  'others, more, fewer, in another order': {
    spec: `${BROKERS}
      bridges:
        a:
          from: edge
          to: core
          ${PASSWORD}
          routes:
            - { out: a/+, remote: «a/b» }
            - { out: a/b, remote: «a/#» }
            - { in: a/+/#, remote: «a/+/+» }
            - { both: a/+/+/b, remote: «a/+/b» }
            - { out: press/+/state, remote: plants/berlin/press/+/state }
            - { out: "#", remote: "berlin/#" }
            - { in: a/+/#, remote: +/a/b/# }
    `,
    messages: [
      '"a/b" has other wildcards than "a/+", so topics cannot be told from each other',
      '"a/#" has other wildcards than "a/b", so topics cannot be told from each other',
      '"a/+/+" has other wildcards than "a/+/#", so topics cannot be told from each other',
      '"a/+/b" has other wildcards than "a/+/+/b", so topics cannot be told from each other',
    ],
  },
})

testFindings('invalid-topic', {
  'filters of routes': {
    spec: `${BROKERS}
      bridges:
        a:
          from: edge
          to: core
          ${PASSWORD}
          routes: [{ out: «a/#/b» }, { out: a+, remote: «b+» }, { in: a, remote: «""» }]
    `.replace('out: a+', 'out: «a+»'),
    messages: [
      'topic filter "a/#/b" is not valid: the wildcard "#" may only be the last level',
      'topic filter "a+" is not valid: the wildcards "+" and "#" must stand alone in their level',
      'topic filter "b+" is not valid: the wildcards "+" and "#" must stand alone in their level',
      'topic filter "" is not valid: a topic must have at least one character',
    ],
  },
  'the topic of its state': {
    spec: `${BROKERS}
      bridges:
        a: { from: edge, to: core, ${PASSWORD}, session: { clientId: a+ }, notifications: «both», ${ROUTES} }
        b: { from: edge, to: core, ${PASSWORD}, session: { clientId: a+ }, notifications: local, ${ROUTES} }
    `,
    messages: [
      'the topic of the bridge\'s state would be "$SYS/broker/connection/a+/state": a topic name may not hold the wildcards "+" and "#"',
    ],
  },
})

testFindings('template-syntax', {
  'variables in routes, where there is no client': {
    spec: `${BROKERS}
      bridges:
        a: { from: edge, to: core, ${PASSWORD}, routes: [{ out: «"a/\${username}"» }, { in: a, remote: «"\${each.x}"» }] }
    `,
    messages: [
      'there is no variable "${username}" here',
      '"${each.x}" stands for a column, but only fleets have a table',
    ],
  },
})
