/**
 * MQTT 5.0 (OASIS, 7 March 2019), appendix B, without what binds clients alone. One statement a line:
 * id | what it says | title of a test that shows it.
 */
export const MQTT_5_0 = `
1.5 Data representation
MQTT-1.5.4-1 | strings are well-formed UTF-8, without surrogates | [MQTT-1.5.4-1], 3.1.1 [MQTT-1.5.3-1] a surrogate, U+D800
MQTT-1.5.4-2 | strings do not hold U+0000 | [MQTT-1.5.4-2], [MQTT-4.7.3-2], 3.1.1 [MQTT-1.5.3-2] U+0000
MQTT-1.5.4-3 | U+FEFF is a character like any other and is never stripped | a byte order mark stays where it is
MQTT-1.5.5-1 | variable byte integers use as few bytes as they can | [MQTT-1.5.5-1] a property length in more bytes than it needs
MQTT-1.5.7-1 | both halves of a string pair are UTF-8 strings | [MQTT-1.5.7-1] a user property with a name that is not UTF-8

2 Control packet format
MQTT-2.1.3-1 | reserved flags of the fixed header have their fixed value | [MQTT-2.1.3-1], 3.1.1 [MQTT-2.2.2-1], [MQTT-2.2.2-2] a PUBACK with flags
MQTT-2.2.1-2 | a PUBLISH of QoS 0 has no packet identifier | PUBLISH: QoS 0 has no packet identifier
MQTT-2.2.1-3 | packet identifiers of clients are not 0, and not in use | [MQTT-2.2.1-3], 3.1.1 [MQTT-2.3.1-1] packet identifier 0 in a PUBLISH
MQTT-2.2.1-4 | the server gives each new PUBLISH above QoS 0 an identifier that is not 0 and not in use | identifiers in use are passed over when they have gone round
MQTT-2.2.1-5 | acknowledgements of a PUBLISH carry its packet identifier | with QoS 1 gets PUBACK with its packet identifier
MQTT-2.2.1-6 | SUBACK and UNSUBACK carry the packet identifier of what they answer | is answered with one SUBACK, a code for each filter in their order
MQTT-2.2.2-1 | no properties are a property length of 0 | [MQTT-2.2.2-1] are there with length 0 where there are none

3.1 CONNECT
MQTT-3.1.0-1 | the first packet of a client is CONNECT | the first packet of a client must be CONNECT
MQTT-3.1.0-2 | a second CONNECT is a protocol error that ends the connection | a second CONNECT ends the connection
MQTT-3.1.2-1 | another protocol name may be answered with 0x84, and ends the connection | [MQTT-3.1.2-1] an unknown protocol name
MQTT-3.1.2-2 | another protocol version may be answered with 0x84, and ends the connection | [MQTT-3.1.2-2] protocol level 6
MQTT-3.1.2-3 | the server checks that the reserved connect flag is 0 | [MQTT-3.1.2-3] the reserved flag of CONNECT, in 5.0
MQTT-3.1.2-4 | Clean Start 1 discards an existing session | is discarded by a clean start
MQTT-3.1.2-5 | Clean Start 0 resumes a session that exists | with an expiry interval outlives its connection, and collects messages
MQTT-3.1.2-6 | Clean Start 0 creates a session where none exists | is new where there was none
MQTT-3.1.2-7 | a will is stored with the session | is published when the network fails
MQTT-3.1.2-8 | the will is published once the connection is closed and its delay or the session is over, unless it was withdrawn | is published when the network fails
MQTT-3.1.2-9 | with the will flag, will properties, topic and payload are there | [MQTT-3.1.2-9], 3.1.1 [MQTT-3.1.2-9] a will flag without a will
MQTT-3.1.2-10 | a will is forgotten once it is published or withdrawn by DISCONNECT 0x00 | is published once
MQTT-3.1.2-11 | without the will flag the will QoS is 0 | [MQTT-3.1.2-11], 3.1.1 [MQTT-3.1.2-11], [MQTT-3.1.2-13] a will QoS without a will
MQTT-3.1.2-12 | the will QoS is 0, 1 or 2 | [MQTT-3.1.2-12], 3.1.1 [MQTT-3.1.2-14] a will QoS of 3
MQTT-3.1.2-13 | without the will flag will retain is 0 | [MQTT-3.1.2-13], 3.1.1 [MQTT-3.1.2-15] a will retain flag without a will
MQTT-3.1.2-14 | a will without will retain is not published as retained | that is retained is kept for later subscriptions, and one that is not is not
MQTT-3.1.2-15 | a will with will retain is published as retained | that is retained is kept for later subscriptions, and one that is not is not
MQTT-3.1.2-16 | without its flag there is no user name | [MQTT-3.1.2-16], [MQTT-3.1.2-18], 3.1.1 [MQTT-3.1.2-18], [MQTT-3.1.2-20] a user name without its flag
MQTT-3.1.2-17 | with its flag there is a user name | [MQTT-3.1.2-17], 3.1.1 [MQTT-3.1.2-19] a user name flag without a user name
MQTT-3.1.2-18 | without its flag there is no password | [MQTT-3.1.2-16], [MQTT-3.1.2-18], 3.1.1 [MQTT-3.1.2-18], [MQTT-3.1.2-20] a user name without its flag
MQTT-3.1.2-19 | with its flag there is a password | [MQTT-3.1.2-19], 3.1.1 [MQTT-3.1.2-21] a password flag without a password
MQTT-3.1.2-22 | a client that is silent for one and a half keep alives is disconnected | a client that is silent for one and a half of it is disconnected
MQTT-3.1.2-23 | a session with an expiry interval above 0 outlives its connection | with an expiry interval outlives its connection, and collects messages
MQTT-3.1.2-24 | the server sends no packet above the client's maximum packet size | [MQTT-3.1.2-24] nothing is ever longer than the receiver allows
MQTT-3.1.2-25 | a message that is too large for a client counts as delivered | for a client are not sent to it, and count as delivered
MQTT-3.1.2-26 | the server uses no topic alias above the client's maximum | are given to the first topics, up to what the client takes
MQTT-3.1.2-27 | without a topic alias maximum the server uses no topic aliases | are not used towards a client that takes none
MQTT-3.1.2-28 | without the client's request the server sends no response information | has neither response information nor an authentication method
MQTT-3.1.2-29 | without request problem information reasons stand in PUBLISH, CONNACK and DISCONNECT only | are given to nobody, so not to a client that wants none
MQTT-3.1.3-1 | the fields of the payload have one order | CONNECT: all properties, of the connection and of the will
MQTT-3.1.3-2 | the client identifier names the session, on both sides | is taken as it is
MQTT-3.1.3-3 | the client identifier is there, as the first field | [MQTT-3.1.3-3] no client identifier
MQTT-3.1.3-4 | the client identifier is a UTF-8 string | [MQTT-3.1.3-4] a client identifier that is not UTF-8
MQTT-3.1.3-5 | identifiers of 1 to 23 letters and digits are allowed | is taken as it is
MQTT-3.1.3-6 | where an empty client identifier is allowed, the server gives a unique one | an empty one is replaced by a unique one that CONNACK names
MQTT-3.1.3-7 | an identifier that the server gave is used as if the client had sent it, and stands in CONNACK | an empty one is replaced by a unique one that CONNACK names
MQTT-3.1.3-8 | a client identifier that is refused may be answered with 0x85, and ends the connection | is refused for
MQTT-3.1.3-9 | a new connection within the will delay keeps the will from being published | is not published when the client comes back in time
MQTT-3.1.3-10 | user properties of a will keep their order | goes with its properties, user properties in their order, less its delay
MQTT-3.1.3-11 | the will topic is a UTF-8 string | [MQTT-3.1.3-11], 3.1.1 [MQTT-3.1.3-10] a will topic that is not UTF-8
MQTT-3.1.3-12 | the user name is a UTF-8 string | [MQTT-3.1.3-12], 3.1.1 [MQTT-3.1.3-11] a user name that is not UTF-8
MQTT-3.1.4-1 | the server checks the format of CONNECT, and closes where it is wrong | [MQTT-3.1.4-1] bytes after the last field of a CONNECT
MQTT-3.1.4-2 | a client that is not authenticated or authorized is disconnected | a client that may not come in is disconnected
MQTT-3.1.4-3 | a second connection of a client takes over: the first gets DISCONNECT 0x8e and is closed | a second connection ends the first
MQTT-3.1.4-4 | the server does what Clean Start asks for | is discarded by a clean start
MQTT-3.1.4-5 | a CONNECT that is accepted is answered with CONNACK 0x00 | a CONNECT that is accepted is answered with CONNACK 0 before all else
MQTT-3.1.4-6 | after a CONNECT that is refused nothing but AUTH is processed | what follows a refused CONNECT is not processed

3.2 CONNACK
MQTT-3.2.0-1 | CONNACK 0x00 is sent before anything but AUTH | a CONNECT that is accepted is answered with CONNACK 0 before all else
MQTT-3.2.0-2 | there is one CONNACK in a connection | a CONNECT that is accepted is answered with CONNACK 0 before all else
MQTT-3.2.2-1 | bits 7 to 1 of the acknowledge flags are 0 | [MQTT-3.2.2-1] a CONNACK with reserved flags
MQTT-3.2.2-2 | Session Present is 0 after Clean Start 1 | is discarded by a clean start
MQTT-3.2.2-3 | Session Present is 1 after Clean Start 0 where there is a session, and 0 where there is none | with an expiry interval outlives its connection, and collects messages
MQTT-3.2.2-6 | Session Present is 0 in a refusal | [MQTT-3.2.2-6], 3.1.1 [MQTT-3.2.2-4] a CONNACK that refuses and has a session
MQTT-3.2.2-7 | a CONNACK of 0x80 or more is followed by the end of the connection | is refused for
MQTT-3.2.2-8 | CONNACK has one of its reason codes | connack has the reason codes of the standard and no other
MQTT-3.2.2-9 | a server that has not all QoS says so | announces limits
MQTT-3.2.2-10 | a server that has not all QoS accepts subscriptions of all QoS | grants what the listener allows, whatever is asked for
MQTT-3.2.2-12 | a will above the maximum QoS is refused, with 0x9b | a will above the maximum QoS
MQTT-3.2.2-13 | a retained will is refused, with 0x9a, where retained messages are not available | a retained will where there are no retained messages
MQTT-3.2.2-16 | a client that connects without an identifier is told the new, unique one | an empty one is replaced by a unique one that CONNACK names
MQTT-3.2.2-19 | a reason string does not bring CONNACK above the maximum packet size | [MQTT-3.2.2-19], [MQTT-3.2.2-20] a CONNACK
MQTT-3.2.2-20 | user properties do not bring CONNACK above the maximum packet size | [MQTT-3.2.2-19], [MQTT-3.2.2-20] a CONNACK
MQTT-3.2.2-22 | without a server keep alive the client's own is used | tells a client its keep alive only where the broker wants another

3.3 PUBLISH
MQTT-3.3.1-1 | DUP is set on a PUBLISH that is sent again | is sent what it did not acknowledge again on its next connection, in order, with DUP, and at no other time
MQTT-3.3.1-2 | DUP is 0 with QoS 0 | [MQTT-3.3.1-2] DUP with QoS 0
MQTT-3.3.1-3 | DUP of what is sent does not follow from DUP of what was received | is not sent DUP because the publisher has set it
MQTT-3.3.1-4 | the QoS is not 3 | [MQTT-3.3.1-4] a PUBLISH with QoS 3
MQTT-3.3.1-5 | a retained message takes the place of the one before | is replaced by the next one, whatever its QoS
MQTT-3.3.1-6 | a retained message without payload removes the one before | without payload removes the one before, is delivered, and is not stored
MQTT-3.3.1-7 | a retained message without payload is not stored | without payload removes the one before, is delivered, and is not stored
MQTT-3.3.1-8 | a message that is not retained leaves the retained one alone | stays when a message that is not retained follows
MQTT-3.3.1-9 | with retain handling 0 a subscription gets the retained messages | decides what a subscription gets
MQTT-3.3.1-10 | with retain handling 1 only a new subscription gets them | decides what a subscription gets
MQTT-3.3.1-11 | with retain handling 2 no subscription gets them | decides what a subscription gets
MQTT-3.3.1-12 | without Retain As Published what is forwarded is not marked as retained | decides about the mark
MQTT-3.3.1-13 | with Retain As Published it is marked as the publisher did | decides about the mark
MQTT-3.3.2-1 | the topic name is there, as the first field, a UTF-8 string | [MQTT-3.3.2-1] a PUBLISH without a topic name
MQTT-3.3.2-2 | the topic name has no wildcards | [MQTT-3.3.2-2] a topic name with #
MQTT-3.3.2-3 | what is sent to a client matches its subscription | gives what matches, and nothing is normalized or substituted
MQTT-3.3.2-4 | the payload format indicator is forwarded unaltered | are forwarded unaltered and in their order
MQTT-3.3.2-5 | a message that has expired before its delivery began is deleted | that expire meanwhile are not delivered, others with what is left
MQTT-3.3.2-6 | the message expiry interval that is forwarded is less the time the message waited | with an expiry interval lose the time that the message waited
MQTT-3.3.2-7 | topic aliases end with their connection | end with their connection
MQTT-3.3.2-8 | a topic alias is not 0 | [MQTT-3.3.2-8] a topic alias of 0
MQTT-3.3.2-11 | the server uses no topic alias above the client's maximum | are given to the first topics, up to what the client takes
MQTT-3.3.2-12 | the server takes all topic aliases up to its own maximum | stand for the topic that came with them last, up to the maximum that was announced
MQTT-3.3.2-13 | the response topic is a UTF-8 string | [MQTT-3.3.2-13] a response topic that is not UTF-8
MQTT-3.3.2-14 | the response topic has no wildcards | [MQTT-3.3.2-14] a response topic with a wildcard
MQTT-3.3.2-15 | the response topic is forwarded unaltered | are forwarded unaltered and in their order
MQTT-3.3.2-16 | correlation data is forwarded unaltered | are forwarded unaltered and in their order
MQTT-3.3.2-17 | user properties are forwarded unaltered | are forwarded unaltered and in their order
MQTT-3.3.2-18 | user properties are forwarded in their order | are forwarded unaltered and in their order
MQTT-3.3.2-19 | the content type is a UTF-8 string | [MQTT-3.3.2-19] a content type that is not UTF-8
MQTT-3.3.2-20 | the content type is forwarded unaltered | are forwarded unaltered and in their order
MQTT-3.3.4-1 | a PUBLISH is answered as its QoS asks | with QoS 1 gets PUBACK with its packet identifier
MQTT-3.3.4-2 | overlapping subscriptions deliver with the highest QoS of them | deliver a copy for each, with its own QoS and identifier
MQTT-3.3.4-3 | subscription identifiers are sent with what they matched | come with what they matched, retained messages too
MQTT-3.3.4-4 | one copy for several subscriptions has all their identifiers | | each subscription has a copy of its own, with its identifier
MQTT-3.3.4-5 | several copies have the identifier of their own subscription each | deliver a copy for each, with its own QoS and identifier
MQTT-3.3.4-6 | a client's PUBLISH has no subscription identifier | of a PUBLISH from a client are a protocol error
MQTT-3.3.4-9 | the server has no more messages above QoS 0 unacknowledged than the client's receive maximum | is never exceeded, and the rest follows as it acknowledges
MQTT-3.3.4-10 | a full receive maximum delays nothing but PUBLISH | delays no other packets and no QoS 0

3.4 to 3.7 PUBACK, PUBREC, PUBREL, PUBCOMP
MQTT-3.4.2-1 | PUBACK has one of its reason codes | puback has the reason codes of the standard and no other
MQTT-3.4.2-2 | a reason string does not bring PUBACK above the maximum packet size | [MQTT-3.4.2-2], [MQTT-3.4.2-3] a PUBACK
MQTT-3.4.2-3 | user properties do not bring PUBACK above the maximum packet size | [MQTT-3.4.2-2], [MQTT-3.4.2-3] a PUBACK
MQTT-3.5.2-1 | PUBREC has one of its reason codes | pubrec has the reason codes of the standard and no other
MQTT-3.5.2-2 | a reason string does not bring PUBREC above the maximum packet size | [MQTT-3.5.2-2], [MQTT-3.5.2-3] a PUBREC
MQTT-3.5.2-3 | user properties do not bring PUBREC above the maximum packet size | [MQTT-3.5.2-2], [MQTT-3.5.2-3] a PUBREC
MQTT-3.6.1-1 | the flags of PUBREL are 0010 | [MQTT-3.6.1-1] a PUBREL without its flag
MQTT-3.6.2-1 | PUBREL has one of its reason codes | pubrel has the reason codes of the standard and no other
MQTT-3.6.2-2 | a reason string does not bring PUBREL above the maximum packet size | [MQTT-3.6.2-2], [MQTT-3.6.2-3] a PUBREL
MQTT-3.6.2-3 | user properties do not bring PUBREL above the maximum packet size | [MQTT-3.6.2-2], [MQTT-3.6.2-3] a PUBREL
MQTT-3.7.2-1 | PUBCOMP has one of its reason codes | pubcomp has the reason codes of the standard and no other
MQTT-3.7.2-2 | a reason string does not bring PUBCOMP above the maximum packet size | [MQTT-3.7.2-2], [MQTT-3.7.2-3] a PUBCOMP
MQTT-3.7.2-3 | user properties do not bring PUBCOMP above the maximum packet size | [MQTT-3.7.2-2], [MQTT-3.7.2-3] a PUBCOMP

3.8 SUBSCRIBE, 3.9 SUBACK
MQTT-3.8.1-1 | the flags of SUBSCRIBE are 0010 | [MQTT-3.8.1-1] a SUBSCRIBE without its flag
MQTT-3.8.3-1 | topic filters are UTF-8 strings | [MQTT-3.8.3-1] a topic filter of SUBSCRIBE that is not UTF-8
MQTT-3.8.3-2 | there is at least one topic filter | [MQTT-3.8.3-2] a SUBSCRIBE of 5.0 without topic filters
MQTT-3.8.3-3 | with No Local a client does not get what it published itself | keeps from a client what it published itself, with any QoS
MQTT-3.8.3-4 | No Local on a shared subscription is a protocol error | [MQTT-3.8.3-4] No Local on a shared subscription
MQTT-3.8.3-5 | reserved bits of the options make SUBSCRIBE malformed | [MQTT-3.8.3-5] reserved subscription options
MQTT-3.8.4-1 | SUBSCRIBE is answered with SUBACK | is answered with one SUBACK, a code for each filter in their order
MQTT-3.8.4-2 | SUBACK has the packet identifier of its SUBSCRIBE | is answered with one SUBACK, a code for each filter in their order
MQTT-3.8.4-3 | a subscription with the same filter takes the place of the one before | to the same filter replaces the subscription before, and no message is lost
MQTT-3.8.4-4 | with retain handling 0 it gets the retained messages again, and no message is lost | to the same filter replaces the subscription before, and no message is lost
MQTT-3.8.4-5 | several filters are handled as several SUBSCRIBEs with one SUBACK | is answered with one SUBACK, a code for each filter in their order
MQTT-3.8.4-6 | SUBACK has a reason code for each filter | is answered with one SUBACK, a code for each filter in their order
MQTT-3.8.4-7 | each reason code is the QoS that was granted, or a failure | grants what the listener allows, whatever is asked for
MQTT-3.8.4-8 | a message is sent with the lower of its own QoS and the one that was granted | gets the lower QoS of message and subscription
MQTT-3.9.2-1 | a reason string does not bring SUBACK above the maximum packet size | [MQTT-3.9.2-1], [MQTT-3.9.2-2] a SUBACK
MQTT-3.9.2-2 | user properties do not bring SUBACK above the maximum packet size | [MQTT-3.9.2-1], [MQTT-3.9.2-2] a SUBACK
MQTT-3.9.3-1 | reason codes have the order of the filters | is answered with one SUBACK, a code for each filter in their order
MQTT-3.9.3-2 | SUBACK has its own reason codes only | suback has the reason codes of the standard and no other

3.10 UNSUBSCRIBE, 3.11 UNSUBACK
MQTT-3.10.1-1 | the flags of UNSUBSCRIBE are 0010 | [MQTT-3.10.1-1] an UNSUBSCRIBE without its flag
MQTT-3.10.3-1 | topic filters are UTF-8 strings | [MQTT-3.10.3-1] a topic filter of UNSUBSCRIBE that is not UTF-8
MQTT-3.10.3-2 | there is at least one topic filter | [MQTT-3.10.3-2] an UNSUBSCRIBE without topic filters
MQTT-3.10.4-1 | filters are compared character by character, and the equal one is deleted | is answered with UNSUBACK, even where nothing was deleted
MQTT-3.10.4-2 | no new messages are added for a filter that is gone | lets deliveries that have begun be completed, and adds no new ones
MQTT-3.10.4-3 | deliveries of QoS 1 and 2 that have begun are completed | lets deliveries that have begun be completed, and adds no new ones
MQTT-3.10.4-4 | UNSUBSCRIBE is answered with UNSUBACK | is answered with UNSUBACK, even where nothing was deleted
MQTT-3.10.4-5 | UNSUBACK has the same packet identifier, and comes even where nothing was deleted | is answered with UNSUBACK, even where nothing was deleted
MQTT-3.10.4-6 | several filters are handled as several UNSUBSCRIBEs with one UNSUBACK | is answered with UNSUBACK, even where nothing was deleted
MQTT-3.11.2-1 | a reason string does not bring UNSUBACK above the maximum packet size | [MQTT-3.11.2-1], [MQTT-3.11.2-2] an UNSUBACK
MQTT-3.11.2-2 | user properties do not bring UNSUBACK above the maximum packet size | [MQTT-3.11.2-1], [MQTT-3.11.2-2] an UNSUBACK
MQTT-3.11.3-1 | reason codes have the order of the filters | is answered with UNSUBACK, even where nothing was deleted
MQTT-3.11.3-2 | UNSUBACK has its own reason codes only | unsuback has the reason codes of the standard and no other

3.12 PINGREQ, 3.14 DISCONNECT, 3.15 AUTH
MQTT-3.12.4-1 | PINGREQ is answered with PINGRESP | delays no other packets and no QoS 0
MQTT-3.14.0-1 | the server sends no DISCONNECT before a CONNACK below 0x80 | anything else that is malformed and comes first is closed without a word
MQTT-3.14.1-1 | reserved flags of DISCONNECT are answered with 0x81 | [MQTT-3.14.1-1] a DISCONNECT with flags
MQTT-3.14.2-1 | DISCONNECT has one of its reason codes | disconnect has the reason codes of the standard and no other
MQTT-3.14.2-2 | the server sends no session expiry interval in DISCONNECT | of the broker has no session expiry interval
MQTT-3.14.2-3 | a reason string does not bring DISCONNECT above the maximum packet size | [MQTT-3.14.2-3], [MQTT-3.14.2-4] a DISCONNECT
MQTT-3.14.2-4 | user properties do not bring DISCONNECT above the maximum packet size | [MQTT-3.14.2-3], [MQTT-3.14.2-4] a DISCONNECT
MQTT-3.14.4-1 | nothing is sent after DISCONNECT | end the connection, with a word in 5.0 and without one in 3.1.1
MQTT-3.14.4-2 | the connection is closed after DISCONNECT | end the connection, with a word in 5.0 and without one in 3.1.1
MQTT-3.14.4-3 | DISCONNECT 0x00 withdraws the will | is withdrawn by DISCONNECT
MQTT-3.15.1-1 | the flags of AUTH are 0000 | [MQTT-3.15.1-1] an AUTH with flags
MQTT-3.15.2-1 | AUTH has one of its reason codes | auth has the reason codes of the standard and no other
MQTT-3.15.2-2 | a reason string does not bring AUTH above the maximum packet size | [MQTT-3.15.2-2], [MQTT-3.15.2-3] an AUTH keeps its method and its data
MQTT-3.15.2-3 | user properties do not bring AUTH above the maximum packet size | [MQTT-3.15.2-2], [MQTT-3.15.2-3] an AUTH keeps its method and its data

4.1 to 4.6 Sessions, delivery, order
MQTT-4.1.0-1 | a session is not discarded while its connection is open | is not over while its connection is open
MQTT-4.1.0-2 | a session is discarded once its connection is closed and its expiry interval has passed | is over once its expiry interval has passed
MQTT-4.2.0-1 | there is a transport that carries bytes in order and without loss, both ways | bytes go both ways: frames are a stream, and small buffers of a write share a frame
MQTT-4.3.1-1 | QoS 0, sender: PUBLISH with QoS 0 and DUP 0 | with QoS 0 gets no answer
MQTT-4.3.2-1 | QoS 1, sender: an unused packet identifier for each new message | identifiers in use are passed over when they have gone round
MQTT-4.3.2-2 | QoS 1, sender: PUBLISH with that identifier, QoS 1 and DUP 0 | is sent what it did not acknowledge again on its next connection
MQTT-4.3.2-3 | QoS 1, sender: unacknowledged until PUBACK | is sent what it did not acknowledge again on its next connection
MQTT-4.3.2-4 | QoS 1, receiver: PUBACK once the message is its own | with QoS 1 gets PUBACK with its packet identifier
MQTT-4.3.2-5 | QoS 1, receiver: after PUBACK the same identifier is a new message, whatever DUP says | with QoS 1 and an identifier that was acknowledged publishes a new message, whatever DUP says
MQTT-4.3.3-1 | QoS 2, sender: an unused packet identifier for each new message | identifiers in use are passed over when they have gone round
MQTT-4.3.3-2 | QoS 2, sender: PUBLISH with that identifier, QoS 2 and DUP 0 | answers QoS 2 in two steps, and nothing is left
MQTT-4.3.3-3 | QoS 2, sender: unacknowledged until PUBREC | is sent what it did not acknowledge again on its next connection
MQTT-4.3.3-4 | QoS 2, sender: PUBREC below 0x80 is answered with PUBREL of the same identifier | answers QoS 2 in two steps, and nothing is left
MQTT-4.3.3-5 | QoS 2, sender: PUBREL is unacknowledged until PUBCOMP | answers QoS 2 in two steps, and nothing is left
MQTT-4.3.3-6 | QoS 2, sender: no PUBLISH again after PUBREL | never gets a PUBLISH again after its PUBREC
MQTT-4.3.3-7 | QoS 2, sender: no expiry once PUBLISH was sent | are still delivered where they expire once their delivery has begun
MQTT-4.3.3-8 | QoS 2, receiver: PUBREC once the message is its own | with QoS 2 gets PUBREC and PUBCOMP with its packet identifier
MQTT-4.3.3-9 | QoS 2, receiver: after PUBREC of 0x80 or more the same identifier is a new message | after a PUBREC with an error the same identifier is a new message
MQTT-4.3.3-10 | QoS 2, receiver: until PUBREL the same PUBLISH is answered with PUBREC and not delivered again | that sends the same QoS 2 message again before PUBREL has it delivered once
MQTT-4.3.3-11 | QoS 2, receiver: PUBREL is answered with PUBCOMP of the same identifier | with QoS 2 gets PUBREC and PUBCOMP with its packet identifier
MQTT-4.3.3-12 | QoS 2, receiver: after PUBCOMP the same identifier is a new message | may use a QoS 2 identifier again after PUBCOMP
MQTT-4.3.3-13 | QoS 2, receiver: the exchange goes on even where the message has expired | goes on where the message has expired
MQTT-4.4.0-1 | a session that is resumed sends what is unacknowledged again, with the same identifiers, and at no other time | is sent what it did not acknowledge again on its next connection, in order, with DUP, and at no other time
MQTT-4.4.0-2 | PUBACK or PUBREC of 0x80 or more acknowledges: there is no sending again | a PUBREC with an error ends the delivery, which is not sent again
MQTT-4.5.0-1 | a message is added to the sessions that have a matching subscription | with an expiry interval outlives its connection, and collects messages
MQTT-4.6.0-5 | messages of one client on one topic with one QoS stay in order | gets messages of one topic and QoS in the order in which they were published
MQTT-4.6.0-6 | this is so for all topics, shared subscriptions aside | gets messages of one topic and QoS in the order in which they were published

4.7, 4.8 Topics, subscriptions
MQTT-4.7.0-1 | topic names have no wildcards | [MQTT-4.7.0-1] a will topic with a wildcard
MQTT-4.7.1-1 | # stands alone in its level, which is the last | [MQTT-4.7.1-1], 3.1.1 [MQTT-4.7.1-2] # before the last level
MQTT-4.7.1-2 | + stands alone in its level | [MQTT-4.7.1-2], 3.1.1 [MQTT-4.7.1-3] + beside other characters of its level
MQTT-4.7.2-1 | a wildcard in the first level does not match a topic that begins with $ | with a wildcard in the first level gives nothing of topics that begin with $
MQTT-4.7.3-1 | topic names and filters have at least one character | [MQTT-4.7.3-1] an empty topic filter
MQTT-4.7.3-2 | topic names and filters do not hold U+0000 | [MQTT-1.5.4-2], [MQTT-4.7.3-2], 3.1.1 [MQTT-1.5.3-2] U+0000
MQTT-4.7.3-3 | topic names and filters have at most 65,535 bytes | a text of more than 65,535 bytes
MQTT-4.7.3-4 | matching normalizes and substitutes nothing | gives what matches, and nothing is normalized or substituted
MQTT-4.8.2-1 | a shared filter begins with $share/ and a name that is not empty | [MQTT-4.8.2-1] an empty share name
MQTT-4.8.2-2 | a share name has no /, + or #, and a topic filter follows it | [MQTT-4.8.2-2] a share name with a wildcard
MQTT-4.8.2-3 | shared subscriptions keep to the QoS that was granted | keep to the QoS that was granted
MQTT-4.8.2-4 | a delivery of QoS 2 that has begun is completed when the client returns | a delivery that has begun is completed when the member returns, and goes to nobody else when its session ends
MQTT-4.8.2-5 | where its session ends first, nobody else gets that message | a delivery that has begun is completed when the member returns, and goes to nobody else when its session ends
MQTT-4.8.2-6 | a client that refuses a message with 0x80 or more ends its delivery | a member that refuses a message with an error ends its delivery

4.9 to 4.13 Flow control, authentication, errors
MQTT-4.9.0-1 | the send quota begins above 0 and not above the receive maximum | is never exceeded, and the rest follows as it acknowledges
MQTT-4.9.0-2 | without quota no PUBLISH above QoS 0 is sent | is never exceeded, and the rest follows as it acknowledges
MQTT-4.9.0-3 | without quota all other packets are processed and answered | delays no other packets and no QoS 0
MQTT-4.12.0-1 | an authentication method that is not supported ends the connection, with 0x8c or 0x87 | an authentication method
MQTT-4.12.0-2 | AUTH of the server before CONNACK says 0x18 | | no AUTH is ever sent: there are no methods, and a CONNECT that names one is refused with 0x8c
MQTT-4.12.0-4 | the server that refuses an authentication closes the connection | an authentication method
MQTT-4.12.0-5 | AUTH and CONNACK name the method of CONNECT | | no AUTH is ever sent: there are no methods, and a CONNECT that names one is refused with 0x8c
MQTT-4.12.0-6 | without a method in CONNECT the server sends no AUTH and no method | has neither response information nor an authentication method
MQTT-4.12.1-2 | an authentication again that fails ends the connection | | no AUTH is ever sent: there are no methods, and a CONNECT that names one is refused with 0x8c
MQTT-4.13.1-1 | a malformed packet or protocol error ends the connection | end the connection, with a word in 5.0 and without one in 3.1.1
MQTT-4.13.2-1 | a reason code of 0x80 or more in CONNACK or DISCONNECT ends the connection | is refused for

6 WebSocket
MQTT-6.0.0-1 | packets come in binary frames; any other data frame ends the connection | a frame of text
MQTT-6.0.0-2 | packets need not be aligned with frames | bytes go both ways: frames are a stream, and small buffers of a write share a frame
MQTT-6.0.0-4 | the server selects the subprotocol "mqtt" | a WebSocket on %s that offers %j speaks %s
`
