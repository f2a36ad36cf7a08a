/** Broker properties: TLS, SASL and authorization. Columns: see property-table.ts. */
export const SECURITY_TABLE = `
authorizer.class.name                               | string   | ''              | any                            | read-only  | security     | The class that decides who may do what.
principal.builder.class                             | class    | org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder | any                            | per-broker | plugin       | A Java class that derives the principal of a connection.
security.providers                                  | string   | null            | any                            | read-only  | plugin       | Java classes that provide security algorithms.
delegation.token.secret.key                         | password | null            | any                            | read-only  | security     | The secret that delegation tokens are signed with.
delegation.token.max.lifetime.ms                    | long     | 604800000       | >=1                            | read-only  | security     | How long a delegation token may live with all renewals.
delegation.token.expiry.time.ms                     | long     | 86400000        | >=1                            | read-only  | security     | How long a delegation token is valid without a renewal.
delegation.token.expiry.check.interval.ms           | long     | 3600000         | >=1                            | read-only  | security     | How often expired delegation tokens are removed.
sasl.enabled.mechanisms                             | list     | GSSAPI          | list                           | per-broker | security     | The SASL mechanisms that clients may use.
sasl.mechanism.inter.broker.protocol                | string   | GSSAPI          | any                            | per-broker | security     | The SASL mechanism among brokers.
sasl.mechanism.controller.protocol                  | string   | GSSAPI          | any                            | read-only  | security     | The SASL mechanism towards controllers.
sasl.jaas.config                                    | password | null            | any                            | per-broker | security     | The login of a SASL mechanism in JAAS form.
sasl.server.max.receive.size                        | int      | 524288          | any                            | read-only  | security     | The largest SASL message that is accepted.
sasl.client.callback.handler.class                  | class    | null            | any                            | read-only  | plugin       | A Java class that answers SASL client callbacks.
sasl.server.callback.handler.class                  | class    | null            | any                            | read-only  | plugin       | A Java class that answers SASL server callbacks.
sasl.login.callback.handler.class                   | class    | null            | any                            | read-only  | plugin       | A Java class that answers SASL login callbacks.
sasl.login.class                                    | class    | null            | any                            | read-only  | plugin       | A Java class that performs the SASL login.
sasl.login.connect.timeout.ms                       | int      | null            | any                            | read-only  | security     | How long connecting to the authentication provider may take.
sasl.login.read.timeout.ms                          | int      | null            | any                            | read-only  | security     | How long reading from the authentication provider may take.
sasl.login.refresh.buffer.seconds                   | short    | 300             | any                            | per-broker | security     | How long before its end a login is refreshed at the latest.
sasl.login.refresh.min.period.seconds               | short    | 60              | any                            | per-broker | security     | How long a login is kept before it is refreshed at the earliest.
sasl.login.refresh.window.factor                    | double   | 0.8             | any                            | per-broker | security     | The share of a login's life after which it is refreshed.
sasl.login.refresh.window.jitter                    | double   | 0.05            | any                            | per-broker | security     | The random part of the time at which a login is refreshed.
sasl.login.retry.backoff.ms                         | long     | 100             | any                            | read-only  | security     | The first pause between two logins.
sasl.login.retry.backoff.max.ms                     | long     | 10000           | any                            | read-only  | security     | The longest pause between two logins.
sasl.kerberos.kinit.cmd                             | string   | /usr/bin/kinit  | any                            | per-broker | kerberos     | The path of the kinit command.
sasl.kerberos.min.time.before.relogin               | long     | 60000           | any                            | per-broker | kerberos     | How long the login thread sleeps between two refreshes.
sasl.kerberos.principal.to.local.rules              | list     | DEFAULT         | list                           | per-broker | kerberos     | How Kerberos principals become short names.
sasl.kerberos.service.name                          | string   | null            | any                            | per-broker | kerberos     | The Kerberos name of the broker.
sasl.kerberos.ticket.renew.jitter                   | double   | 0.05            | any                            | per-broker | kerberos     | The random part of a ticket's renewal time.
sasl.kerberos.ticket.renew.window.factor            | double   | 0.8             | any                            | per-broker | kerberos     | The share of a ticket's life after which it is renewed.
sasl.oauthbearer.assertion.algorithm                | string   | RS256           | one of any case ES256 RS256    | read-only  | oauth-client | The algorithm that a client assertion is signed with.
sasl.oauthbearer.assertion.claim.aud                | string   | null            | any                            | read-only  | oauth-client | The audience of a client assertion.
sasl.oauthbearer.assertion.claim.exp.seconds        | int      | 300             | 0..86400                       | read-only  | oauth-client | How long a client assertion is valid.
sasl.oauthbearer.assertion.claim.iss                | string   | null            | any                            | read-only  | oauth-client | The issuer of a client assertion.
sasl.oauthbearer.assertion.claim.jti.include        | boolean  | false           | any                            | read-only  | oauth-client | Whether a client assertion carries an id of its own.
sasl.oauthbearer.assertion.claim.nbf.seconds        | int      | 60              | 0..3600                        | read-only  | oauth-client | How far back the validity of a client assertion begins.
sasl.oauthbearer.assertion.claim.sub                | string   | null            | any                            | read-only  | oauth-client | The subject of a client assertion.
sasl.oauthbearer.assertion.file                     | string   | null            | any                            | read-only  | oauth-client | A file that holds a ready client assertion.
sasl.oauthbearer.assertion.private.key.file         | string   | null            | any                            | read-only  | oauth-client | The key that client assertions are signed with.
sasl.oauthbearer.assertion.private.key.passphrase   | password | null            | any                            | read-only  | oauth-client | The passphrase of the assertion key.
sasl.oauthbearer.assertion.template.file            | string   | null            | any                            | read-only  | oauth-client | A file with the fixed parts of a client assertion.
sasl.oauthbearer.client.credentials.client.id       | string   | null            | any                            | read-only  | oauth-client | The client id for the client credentials grant.
sasl.oauthbearer.client.credentials.client.secret   | password | null            | any                            | read-only  | oauth-client | The client secret for the client credentials grant.
sasl.oauthbearer.clock.skew.seconds                 | int      | 30              | any                            | read-only  | security     | How far the clocks of broker and issuer may differ.
sasl.oauthbearer.expected.audience                  | list     | ''              | list                           | read-only  | security     | The audiences that a bearer token may name.
sasl.oauthbearer.expected.issuer                    | string   | null            | any                            | read-only  | security     | The issuer that a bearer token must name.
sasl.oauthbearer.jwks.endpoint.refresh.ms           | long     | 3600000         | any                            | read-only  | security     | How often the issuer's keys are fetched again.
sasl.oauthbearer.jwks.endpoint.retry.backoff.ms     | long     | 100             | any                            | read-only  | security     | The first pause after a failed fetch of the issuer's keys.
sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms | long     | 10000           | any                            | read-only  | security     | The longest pause after failed fetches of the issuer's keys.
sasl.oauthbearer.jwks.endpoint.url                  | string   | null            | any                            | read-only  | security     | Where the issuer's keys are fetched from.
sasl.oauthbearer.jwt.retriever.class                | class    | org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever | any                            | read-only  | plugin       | A Java class that obtains bearer tokens.
sasl.oauthbearer.jwt.validator.class                | class    | org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator | any                            | read-only  | plugin       | A Java class that checks bearer tokens.
sasl.oauthbearer.scope                              | string   | null            | any                            | read-only  | oauth-client | The scope that is asked for with a token.
sasl.oauthbearer.scope.claim.name                   | string   | scope           | any                            | read-only  | security     | The claim of a bearer token that lists its scopes.
sasl.oauthbearer.sub.claim.name                     | string   | sub             | any                            | read-only  | security     | The claim of a bearer token that names its subject.
sasl.oauthbearer.token.endpoint.url                 | string   | null            | any                            | read-only  | oauth-client | Where tokens are obtained from.
ssl.allow.dn.changes                                | boolean  | false           | any                            | read-only  | security     | Whether a new certificate may carry another distinguished name.
ssl.allow.san.changes                               | boolean  | false           | any                            | read-only  | security     | Whether a new certificate may carry other alternative names.
ssl.cipher.suites                                   | list     | ''              | list                           | per-broker | security     | The cipher suites that TLS listeners accept.
ssl.client.auth                                     | string   | none            | one of required requested none | per-broker | security     | Whether clients must, may or do not present a certificate.
ssl.enabled.protocols                               | list     | TLSv1.2,TLSv1.3 | list                           | per-broker | security     | The TLS versions that listeners accept.
ssl.protocol                                        | string   | TLSv1.3         | any                            | per-broker | security     | The newest TLS version that is used.
ssl.endpoint.identification.algorithm               | string   | https           | any                            | per-broker | security     | How a server's certificate is compared with its host name.
ssl.engine.factory.class                            | class    | null            | any                            | per-broker | plugin       | A Java class that creates TLS engines.
ssl.provider                                        | string   | null            | any                            | per-broker | plugin       | The Java security provider of TLS.
ssl.secure.random.implementation                    | string   | null            | any                            | per-broker | plugin       | The Java random number generator of TLS.
ssl.keymanager.algorithm                            | string   | SunX509         | any                            | per-broker | plugin       | The Java key manager of TLS.
ssl.trustmanager.algorithm                          | string   | PKIX            | any                            | per-broker | plugin       | The Java trust manager of TLS.
ssl.key.password                                    | password | null            | any                            | per-broker | security     | The password of the private key.
ssl.keystore.certificate.chain                      | password | null            | any                            | per-broker | security     | The certificate chain as PEM text.
ssl.keystore.key                                    | password | null            | any                            | per-broker | security     | The private key as PEM text.
ssl.keystore.location                               | string   | null            | any                            | per-broker | security     | The file with the private key and its certificates.
ssl.keystore.password                               | password | null            | any                            | per-broker | security     | The password of the key store.
ssl.keystore.type                                   | string   | JKS             | any                            | per-broker | security     | The format of the key store: PEM, PKCS12 or JKS.
ssl.principal.mapping.rules                         | string   | DEFAULT         | any                            | read-only  | security     | How the distinguished name of a certificate becomes a principal.
ssl.truststore.certificates                         | password | null            | any                            | per-broker | security     | The trusted certificates as PEM text.
ssl.truststore.location                             | string   | null            | any                            | per-broker | security     | The file with the trusted certificates.
ssl.truststore.password                             | password | null            | any                            | per-broker | security     | The password of the trust store.
ssl.truststore.type                                 | string   | JKS             | any                            | per-broker | security     | The format of the trust store: PEM, PKCS12 or JKS.
`;
