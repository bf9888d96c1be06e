/**
 * MQTT 3.1.1 (OASIS, 29 October 2014), appendix B, without what binds clients alone. One statement a line:
 * id | what it says | title of a test that shows it.
 */
export const MQTT_3_1_1 = `
1.5 Data representations
MQTT-1.5.3-1 | strings are well-formed UTF-8, without surrogates; what is not ends the connection | [MQTT-1.5.4-1], 3.1.1 [MQTT-1.5.3-1] a surrogate, U+D800
MQTT-1.5.3-2 | strings do not hold U+0000; what does ends the connection | [MQTT-1.5.4-2], [MQTT-4.7.3-2], 3.1.1 [MQTT-1.5.3-2] U+0000
MQTT-1.5.3-3 | U+FEFF is a character like any other and is never stripped | a byte order mark stays where it is

2 Control packet format
MQTT-2.2.2-1 | reserved flags of the fixed header have their fixed value | [MQTT-2.1.3-1], 3.1.1 [MQTT-2.2.2-1], [MQTT-2.2.2-2] a PUBACK with flags
MQTT-2.2.2-2 | other flags end the connection | [MQTT-2.1.3-1], 3.1.1 [MQTT-2.2.2-1], [MQTT-2.2.2-2] a PUBACK with flags
MQTT-2.3.1-1 | packet identifiers are not 0 | [MQTT-2.2.1-3], 3.1.1 [MQTT-2.3.1-1] packet identifier 0 in a PUBLISH
MQTT-2.3.1-2 | a new packet has an identifier that is not in use | identifiers in use are passed over when they have gone round
MQTT-2.3.1-3 | a packet that is sent again has the same identifier | is sent what it did not acknowledge again on its next connection, in order, with DUP, and at no other time
MQTT-2.3.1-4 | the same is so for the PUBLISH of a server | identifiers in use are passed over when they have gone round
MQTT-2.3.1-5 | a PUBLISH of QoS 0 has no packet identifier | PUBLISH: QoS 0 has no packet identifier
MQTT-2.3.1-6 | acknowledgements of a PUBLISH carry its packet identifier | with QoS 1 gets PUBACK with its packet identifier
MQTT-2.3.1-7 | SUBACK and UNSUBACK carry the packet identifier of what they answer | is answered with one SUBACK, a code for each filter in their order

3.1 CONNECT
MQTT-3.1.0-1 | the first packet of a client is CONNECT | the first packet of a client must be CONNECT
MQTT-3.1.0-2 | a second CONNECT is a violation that ends the connection | a second CONNECT ends the connection
MQTT-3.1.2-1 | another protocol name is not processed as MQTT 3.1.1 | [MQTT-3.1.2-1] an unknown protocol name
MQTT-3.1.2-2 | another protocol level is answered with return code 1, and ends the connection | of an unknown level is answered with return code 1
MQTT-3.1.2-3 | the server checks that the reserved connect flag is 0 | [MQTT-3.1.2-3] the reserved flag of CONNECT, in 3.1.1
MQTT-3.1.2-4 | CleanSession 0 resumes a session or creates one, which outlives the connection | of 3.1.1 without a clean session outlives its connection, and collects messages
MQTT-3.1.2-5 | such a session collects messages of QoS 1 and 2 while the client is away | of 3.1.1 without a clean session outlives its connection, and collects messages
MQTT-3.1.2-6 | CleanSession 1 discards the session before; its own lasts as long as the connection | is discarded by a clean start
MQTT-3.1.2-7 | retained messages do not end with a session | outlives the session of its publisher
MQTT-3.1.2-8 | a will is stored, and published when the connection is closed without DISCONNECT | is published when the network fails
MQTT-3.1.2-9 | with the will flag, will topic and message are there | [MQTT-3.1.2-9], 3.1.1 [MQTT-3.1.2-9] a will flag without a will
MQTT-3.1.2-10 | a will is forgotten once it is published or withdrawn by DISCONNECT | is published once
MQTT-3.1.2-11 | without the will flag there is no will QoS, will retain, topic or message | [MQTT-3.1.2-11], 3.1.1 [MQTT-3.1.2-11], [MQTT-3.1.2-13] a will QoS without a will
MQTT-3.1.2-12 | without the will flag no will is published | without one, nothing is published
MQTT-3.1.2-13 | without the will flag the will QoS is 0 | [MQTT-3.1.2-11], 3.1.1 [MQTT-3.1.2-11], [MQTT-3.1.2-13] a will QoS without a will
MQTT-3.1.2-14 | the will QoS is 0, 1 or 2 | [MQTT-3.1.2-12], 3.1.1 [MQTT-3.1.2-14] a will QoS of 3
MQTT-3.1.2-15 | without the will flag will retain is 0 | [MQTT-3.1.2-13], 3.1.1 [MQTT-3.1.2-15] a will retain flag without a will
MQTT-3.1.2-16 | a will without will retain is not published as retained | that is retained is kept for later subscriptions, and one that is not is not
MQTT-3.1.2-17 | a will with will retain is published as retained | that is retained is kept for later subscriptions, and one that is not is not
MQTT-3.1.2-18 | without its flag there is no user name | [MQTT-3.1.2-16], [MQTT-3.1.2-18], 3.1.1 [MQTT-3.1.2-18], [MQTT-3.1.2-20] a user name without its flag
MQTT-3.1.2-19 | with its flag there is a user name | [MQTT-3.1.2-17], 3.1.1 [MQTT-3.1.2-19] a user name flag without a user name
MQTT-3.1.2-20 | without its flag there is no password | [MQTT-3.1.2-16], [MQTT-3.1.2-18], 3.1.1 [MQTT-3.1.2-18], [MQTT-3.1.2-20] a user name without its flag
MQTT-3.1.2-21 | with its flag there is a password | [MQTT-3.1.2-19], 3.1.1 [MQTT-3.1.2-21] a password flag without a password
MQTT-3.1.2-22 | there is no password without a user name | 3.1.1 [MQTT-3.1.2-22] a password without a user name
MQTT-3.1.2-24 | a client that is silent for one and a half keep alives is disconnected | a client that is silent for one and a half of it is disconnected
MQTT-3.1.3-1 | the fields of the payload have one order | CONNECT: the example of MQTT 3.1.1 3.1.2.10
MQTT-3.1.3-2 | the client identifier names the session, on both sides | is taken as it is
MQTT-3.1.3-3 | the client identifier is there, as the first field | [MQTT-3.1.3-3] no client identifier
MQTT-3.1.3-4 | the client identifier is a UTF-8 string | [MQTT-3.1.3-4] a client identifier that is not UTF-8
MQTT-3.1.3-5 | identifiers of 1 to 23 letters and digits are allowed | is taken as it is
MQTT-3.1.3-6 | where an empty client identifier is allowed, the server gives a unique one and uses it | an empty one of 3.1.1 is replaced by a unique one
MQTT-3.1.3-7 | an empty client identifier comes with CleanSession 1 | 3.1.1 [MQTT-3.1.3-7], [MQTT-3.1.3-8] an empty client identifier without a clean session
MQTT-3.1.3-8 | with CleanSession 0 it is answered with return code 2, and ends the connection | 3.1.1 [MQTT-3.1.3-7], [MQTT-3.1.3-8] an empty client identifier without a clean session
MQTT-3.1.3-9 | a client identifier that is refused is answered with return code 2, and ends the connection | is refused for
MQTT-3.1.3-10 | the will topic is a UTF-8 string | [MQTT-3.1.3-11], 3.1.1 [MQTT-3.1.3-10] a will topic that is not UTF-8
MQTT-3.1.3-11 | the user name is a UTF-8 string | [MQTT-3.1.3-12], 3.1.1 [MQTT-3.1.3-11] a user name that is not UTF-8
MQTT-3.1.4-1 | the server checks the format of CONNECT, and closes without CONNACK where it is wrong | [MQTT-3.1.4-1] a CONNECT that ends in its keep alive
MQTT-3.1.4-2 | a second connection of a client ends the first | a second connection ends the first
MQTT-3.1.4-3 | the server does what CleanSession asks for | is discarded by a clean start
MQTT-3.1.4-4 | a CONNECT that is accepted is answered with CONNACK 0 | a CONNECT that is accepted is answered with CONNACK 0 before all else
MQTT-3.1.4-5 | after a CONNECT that is refused nothing is processed | what follows a refused CONNECT is not processed

3.2 CONNACK
MQTT-3.2.0-1 | the first packet of the server is CONNACK | a CONNECT that is accepted is answered with CONNACK 0 before all else
MQTT-3.2.2-1 | Session Present is 0 after CleanSession 1 | is discarded by a clean start
MQTT-3.2.2-2 | Session Present is 1 after CleanSession 0 where there is a session | of 3.1.1 without a clean session outlives its connection, and collects messages
MQTT-3.2.2-3 | Session Present is 0 where there is none | is new where there was none
MQTT-3.2.2-4 | Session Present is 0 in a refusal | [MQTT-3.2.2-6], 3.1.1 [MQTT-3.2.2-4] a CONNACK that refuses and has a session
MQTT-3.2.2-5 | a refusal is followed by the end of the connection | is refused for
MQTT-3.2.2-6 | where no return code fits, the connection ends without CONNACK | of 3.1.1 is closed without CONNACK

3.3 PUBLISH, 3.6 PUBREL
MQTT-3.3.1-1 | DUP is set on a PUBLISH that is sent again | is sent what it did not acknowledge again on its next connection, in order, with DUP, and at no other time
MQTT-3.3.1-2 | DUP is 0 with QoS 0 | [MQTT-3.3.1-2] DUP with QoS 0
MQTT-3.3.1-3 | DUP of what is sent does not follow from DUP of what was received | is not sent DUP because the publisher has set it
MQTT-3.3.1-4 | the QoS is not 3; where it is, the connection ends | [MQTT-3.3.1-4] a PUBLISH with QoS 3
MQTT-3.3.1-5 | a retained message is stored with its QoS | goes to later subscriptions, marked as retained, with the lower QoS
MQTT-3.3.1-6 | a new subscription gets the last retained message of each matching topic | goes to later subscriptions, marked as retained, with the lower QoS
MQTT-3.3.1-7 | a retained message of QoS 0 discards the one before | is replaced by the next one, whatever its QoS
MQTT-3.3.1-8 | what a new subscription gets is marked as retained | goes to later subscriptions, marked as retained, with the lower QoS
MQTT-3.3.1-9 | what an existing subscription gets is not | a client of 3.1.1 gets what is published after its subscription without the mark
MQTT-3.3.1-10 | a retained message without payload is delivered, and removes the one before | without payload removes the one before, is delivered, and is not stored
MQTT-3.3.1-11 | a retained message without payload is not stored | without payload removes the one before, is delivered, and is not stored
MQTT-3.3.1-12 | a message that is not retained leaves the retained one alone | stays when a message that is not retained follows
MQTT-3.3.2-1 | the topic name is there, as the first field, a UTF-8 string | [MQTT-3.3.2-1] a PUBLISH without a topic name
MQTT-3.3.2-2 | the topic name has no wildcards | [MQTT-3.3.2-2] a topic name with #
MQTT-3.3.2-3 | what is sent to a client matches its subscription | gives what matches, and nothing is normalized or substituted
MQTT-3.3.4-1 | a PUBLISH is answered as its QoS asks | with QoS 1 gets PUBACK with its packet identifier
MQTT-3.3.5-1 | overlapping subscriptions deliver with the highest QoS of them | deliver a copy for each, with its own QoS and identifier
MQTT-3.3.5-2 | a PUBLISH that is not allowed is acknowledged all the same, or ends the connection | a publisher of 3.1.1 that may not write is acknowledged all the same
MQTT-3.6.1-1 | the flags of PUBREL are 0010 | [MQTT-3.6.1-1] a PUBREL without its flag

3.8 SUBSCRIBE, 3.9 SUBACK
MQTT-3.8.1-1 | the flags of SUBSCRIBE are 0010 | [MQTT-3.8.1-1] a SUBSCRIBE without its flag
MQTT-3.8.3-1 | topic filters are UTF-8 strings | [MQTT-3.8.3-1] a topic filter of SUBSCRIBE that is not UTF-8
MQTT-3.8.3-2 | a server without wildcards refuses filters with wildcards | | wildcards are always supported
MQTT-3.8.3-3 | there is at least one topic filter | [MQTT-3.8.3-2], 3.1.1 [MQTT-3.8.3-3] a SUBSCRIBE without topic filters
MQTT-3-8.3-4 | reserved bits, or a QoS of 3, end the connection | 3.1.1 [MQTT-3-8.3-4] reserved bits beside the requested QoS
MQTT-3.8.4-1 | SUBSCRIBE is answered with SUBACK | is answered with one SUBACK, a code for each filter in their order
MQTT-3.8.4-2 | SUBACK has the packet identifier of its SUBSCRIBE | is answered with one SUBACK, a code for each filter in their order
MQTT-3.8.4-3 | a subscription with the same filter takes the place of the one before, and gets the retained messages again | a subscription of 3.1.1 gets the retained messages again each time
MQTT-3.8.4-4 | several filters are handled as several SUBSCRIBEs with one SUBACK | is answered with one SUBACK, a code for each filter in their order
MQTT-3.8.4-5 | SUBACK has a return code for each filter: the QoS that was granted, or a failure | is answered with one SUBACK, a code for each filter in their order
MQTT-3.8.4-6 | a message is sent with the lower of its own QoS and the one that was granted | gets the lower QoS of message and subscription
MQTT-3.9.3-1 | return codes have the order of the filters | is answered with one SUBACK, a code for each filter in their order
MQTT-3.9.3-2 | return codes are 0, 1, 2 and 0x80 only | [MQTT-3.9.3-2] a SUBACK with a reason code that is not for it

3.10 UNSUBSCRIBE, 3.12 PINGREQ, 3.14 DISCONNECT
MQTT-3.10.1-1 | the flags of UNSUBSCRIBE are 0010 | [MQTT-3.10.1-1] an UNSUBSCRIBE without its flag
MQTT-3.10.3-1 | topic filters are UTF-8 strings | [MQTT-3.10.3-1] a topic filter of UNSUBSCRIBE that is not UTF-8
MQTT-3.10.3-2 | there is at least one topic filter | [MQTT-3.10.3-2] an UNSUBSCRIBE without topic filters
MQTT-3.10.4-1 | filters are compared character by character, and the equal one is deleted | is answered with UNSUBACK, even where nothing was deleted
MQTT-3.10.4-2 | no new messages are added for a filter that is gone | lets deliveries that have begun be completed, and adds no new ones
MQTT-3.10.4-3 | deliveries of QoS 1 and 2 that have begun are completed | lets deliveries that have begun be completed, and adds no new ones
MQTT-3.10.4-4 | UNSUBSCRIBE is answered with UNSUBACK of the same packet identifier | is answered with UNSUBACK, even where nothing was deleted
MQTT-3.10.4-5 | this is so even where nothing was deleted | is answered with UNSUBACK, even where nothing was deleted
MQTT-3.10.4-6 | several filters are handled as several UNSUBSCRIBEs with one UNSUBACK | is answered with UNSUBACK, even where nothing was deleted
MQTT-3.12.4-1 | PINGREQ is answered with PINGRESP | delays no other packets and no QoS 0
MQTT-3.14.1-1 | reserved flags of DISCONNECT end the connection | [MQTT-3.14.1-1] a DISCONNECT with flags
MQTT-3.14.4-3 | DISCONNECT withdraws the will | is withdrawn by DISCONNECT

4 Operational behavior
MQTT-4.1.0-1 | session state is kept for as long as the session lasts | of 3.1.1 without a clean session outlives its connection, and collects messages
MQTT-4.1.0-2 | a session lasts at least as long as its connection | is not over while its connection is open
MQTT-4.3.1-1 | QoS 0, sender: PUBLISH with QoS 0 and DUP 0 | with QoS 0 gets no answer
MQTT-4.3.2-1 | QoS 1, sender: an unused identifier, QoS 1, DUP 0, unacknowledged until PUBACK | identifiers in use are passed over when they have gone round
MQTT-4.3.2-2 | QoS 1, receiver: PUBACK once the message is its own; after that the identifier is new | with QoS 1 and an identifier that was acknowledged publishes a new message, whatever DUP says
MQTT-4.3.3-1 | QoS 2, sender: PUBLISH until PUBREC, then PUBREL until PUBCOMP, and never back | never gets a PUBLISH again after its PUBREC
MQTT-4.3.3-2 | QoS 2, receiver: PUBREC, no second delivery until PUBREL, PUBCOMP; after that the identifier is new | that sends the same QoS 2 message again before PUBREL has it delivered once
MQTT-4.4.0-1 | a session that is resumed sends what is unacknowledged again, with the same identifiers | is sent what it did not acknowledge again on its next connection, in order, with DUP, and at no other time
MQTT-4.5.0-1 | a message is added to the sessions that have a matching subscription | of 3.1.1 without a clean session outlives its connection, and collects messages
MQTT-4.6.0-5 | all topics are ordered topics by default | gets messages of one topic and QoS in the order in which they were published
MQTT-4.6.0-6 | messages of one client on one topic with one QoS stay in order | gets messages of one topic and QoS in the order in which they were published
MQTT-4.7.1-1 | topic names have no wildcards | [MQTT-4.7.0-1] a will topic with a wildcard
MQTT-4.7.1-2 | # stands alone in its level, which is the last | [MQTT-4.7.1-1], 3.1.1 [MQTT-4.7.1-2] # before the last level
MQTT-4.7.1-3 | + stands alone in its level | [MQTT-4.7.1-2], 3.1.1 [MQTT-4.7.1-3] + beside other characters of its level
MQTT-4.7.2-1 | a wildcard in the first level does not match a topic that begins with $ | with a wildcard in the first level gives nothing of topics that begin with $
MQTT-4.7.3-1 | topic names and filters have at least one character | [MQTT-4.7.3-1] an empty topic name
MQTT-4.7.3-2 | topic names and filters do not hold U+0000 | [MQTT-1.5.4-2], [MQTT-4.7.3-2], 3.1.1 [MQTT-1.5.3-2] U+0000
MQTT-4.7.3-3 | topic names and filters have at most 65,535 bytes | a text of more than 65,535 bytes
MQTT-4.7.3-4 | matching normalizes and substitutes nothing | gives what matches, and nothing is normalized or substituted
MQTT-4.8.0-1 | a violation of the protocol ends the connection | end the connection, with a word in 5.0 and without one in 3.1.1
MQTT-4.8.0-2 | a transient error while a packet is processed ends its connection | a commit that fails ends the connections that wait for it, without an acknowledgement, and no others

6 WebSocket, 7 Conformance
MQTT-6.0.0-1 | packets come in binary frames; any other data frame ends the connection | a frame of text
MQTT-6.0.0-2 | packets need not be aligned with frames | bytes go both ways: frames are a stream, and small buffers of a write share a frame
MQTT-6.0.0-4 | the server selects the subprotocol "mqtt" | a WebSocket on %s that offers %j speaks %s
MQTT-7.0.0-1 | a server that connects to others conforms as a client too | carries what its topic lines say, renamed, in their directions
MQTT-7.0.0-2 | nothing outside of the standard is needed to work together | | what clients that others wrote do with it, in test/broker/e2e, shows it as far as tests can
MQTT-7.1.1-1 | there is a transport that carries bytes in order and without loss, both ways | bytes go both ways: frames are a stream, and small buffers of a write share a frame
`
