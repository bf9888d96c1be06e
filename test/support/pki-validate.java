/* Validates certificate paths as Java does (PKIX, RFC 5280 6) with revocation lists.
 * Arguments come in fours: root, end entity, intermediate, lists; each gives one line of output. */

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

class PkiValidate {
  private static final CertificateFactory FACTORY = factory();

  public static void main(String[] files) throws Exception {
    for (int i = 0; i < files.length; i += 4) {
      System.out.println(validate(files[i], files[i + 1], files[i + 2], files[i + 3]));
    }
  }

  private static String validate(String root, String leaf, String intermediate, String lists) throws Exception {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(certificate(root), null)));
    try (InputStream in = Files.newInputStream(Path.of(lists))) {
      var crls = new CollectionCertStoreParameters(FACTORY.generateCRLs(in));
      parameters.addCertStore(CertStore.getInstance("Collection", crls));
    }
    var path = FACTORY.generateCertPath(List.of(certificate(leaf), certificate(intermediate)));
    try {
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
      return "accepted";
    } catch (CertPathValidatorException refusal) {
      return "refused " + refusal.getReason();
    }
  }

  private static X509Certificate certificate(String file) throws Exception {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return (X509Certificate) FACTORY.generateCertificate(in);
    }
  }

  private static CertificateFactory factory() {
    try {
      return CertificateFactory.getInstance("X.509");
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
