package io.gatehouse.service.submission;

import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.service.account.AccountHeaders;
import io.gatehouse.service.account.AccountReader;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.problem.Fault;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.submission.ScreeningRequest.Person;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a screening say, so that the home region is known before the body is read.
 *
 * @param account as the headers name the author; its id is null without {@code Gatehouse-Author}
 */
record ScreeningHeaders(AccountHeaders account, @Nullable String idempotencyKey) {
    /** @throws ProblemException naming every header that is wrong */
    static ScreeningHeaders of(HttpServletRequest request, Instant now) {
        var faults = new Faults();
        var account = AccountHeaders.read(request, faults, now);
        String key = request.getHeader("Idempotency-Key");
        String fault = key == null ? null : JsonObjectReader.faultOf(key, ScreeningReader.MAX_IDEMPOTENCY_KEY_BYTES);
        if (fault != null) faults.add("header:Idempotency-Key", fault);
        faults.refuseAny();
        return new ScreeningHeaders(account, key);
    }

    /**
     * The request with what only the headers say.
     *
     * @throws ProblemException when header and body say different things
     */
    ScreeningRequest agreeWith(ScreeningRequest body) {
        String author = account.accountId();
        if (author != null && !author.equals(body.author().accountId()))
            throw contradiction("Gatehouse-Author", "is not the author of the body");
        List<ResidenceEvidence> residence = account.residence();
        if (residence.isEmpty()) return body;
        if (body.author().residence().isEmpty())
            return body.by(new Person(
                    body.author().accountId(), residence, body.author().holder()));
        if (!AccountReader.agree(residence, body.author().residence()))
            throw contradiction(AccountHeaders.RESIDENCE, "does not claim what the body claims");
        return body;
    }

    /**
     * The edit with what only the headers say.
     *
     * @throws ProblemException when header and body name different authors
     */
    EditRequest agreeWith(EditRequest body) {
        String author = account.accountId();
        if (author == null) return body;
        if (body.author() != null && !body.author().equals(author))
            throw contradiction("Gatehouse-Author", "is not the author of the body");
        return body.by(author);
    }

    private static ProblemException contradiction(String header, String detail) {
        return new ProblemException(
                Problem.invalid(ProblemType.HEADER_CONTRADICTS_BODY, List.of(new Fault("header:" + header, detail))));
    }
}
