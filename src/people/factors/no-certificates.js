// In a bundle, in place of what reads certificates of makers of authenticators: passkeys are asked
// for without them, and one that comes with one is refused.
class None {
  constructor() {
    throw new Error('No certificates are read here.')
  }
}
const none = undefined
export class AlgorithmIdentifier {}
export {
  None as AuthorityKeyIdentifierExtension,
  None as BasicConstraints,
  None as Certificate,
  None as CRLDistributionPointsExtension,
  None as ExtendedKeyUsage,
  None as KeyDescription,
  None as RSAPublicKey,
  None as SubjectAlternativeName,
  None as SubjectKeyIdentifierExtension,
  None as X509Certificate,
  None as X509ChainBuilder,
  None as X509Crl,
  none as id_ce_basicConstraints,
  none as id_ce_extKeyUsage,
  none as id_ce_keyDescription,
  none as id_ce_subjectAltName,
  none as id_ml_dsa_44,
  none as id_ml_dsa_65,
  none as id_ml_dsa_87,
  none as id_rsaEncryption,
  none as id_sha1WithRSAEncryption,
  none as id_sha256WithRSAEncryption,
  none as id_sha384WithRSAEncryption,
  none as id_sha512WithRSAEncryption,
}
