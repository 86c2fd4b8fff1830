package io.gatehouse.service.command;

import io.gatehouse.residency.log.DirectoryLogSource;
import io.gatehouse.residency.log.LogVerifier;
import io.gatehouse.residency.log.SignedStatement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks the certificate of an erasure offline: its signature, and that the log has the entry that it names. */
record CertificateCheck(boolean verified, String sentence) {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    static CertificateCheck of(byte[] certificate, String verifierKey, Optional<Path> log) {
        try {
            var json = SignedStatement.open(new String(certificate, StandardCharsets.UTF_8), verifierKey);
            var signed = JsonMapper.shared().readTree(json);
            var erasure = signed.path("statement").path("erasure").asString("?");
            if (log.isPresent()) {
                var fault = faultInLog(signed, verifierKey, log.get());
                if (fault.isPresent()) return new CertificateCheck(false, erasure + ": NOT VERIFIED: " + fault.get());
            }
            return new CertificateCheck(
                    true,
                    "erasure " + erasure + " of "
                            + signed.path("statement").path("completed_at").asString("?")
                            + ": verified, signed by "
                            + signed.path("log").path("name").asString("?")
                            + (log.isPresent()
                                    ? "; entry "
                                            + signed.path("log").path("index").longValue() + " of its log says the same"
                                    : "; whether its log has the entry was not checked: name it with --log"));
        } catch (IllegalArgumentException | JacksonException e) {
            return new CertificateCheck(false, "certificate: NOT VERIFIED: it " + e.getMessage());
        }
    }

    private static Optional<String> faultInLog(JsonNode signed, String verifierKey, Path log) {
        var source = new DirectoryLogSource(log);
        var report = new LogVerifier(verifierKey).verify(source, Optional.empty());
        if (!report.verified()) return report.fault();
        long index = signed.path("log").path("index").longValue();
        if (index >= report.size()) return Optional.of("the exported log ends before entry " + index);
        var statement = JsonMapper.shared().convertValue(signed.path("statement"), OBJECT);
        var entry = LogVerifier.entry(source, index, report.size());
        return SignedStatement.digest(statement).equals(entry.evidence().facts().get("statement"))
                ? Optional.empty()
                : Optional.of("entry " + index + " of the log is another");
    }
}
