package io.gatehouse.service.problem;

import java.util.Locale;

/** What can be wrong, as clients tell it apart. The name in the URI is stable; the title may be reworded. */
public enum ProblemType {
    MALFORMED_JSON(400, "The body is not JSON"),
    INVALID_REQUEST(400, "The request is not as the contract says"),
    HEADER_CONTRADICTS_BODY(400, "A header contradicts the body"),
    TOO_MANY_ITEMS(413, "The batch holds too many items"),
    MISSING_KEY(401, "An API key is needed"),
    UNKNOWN_KEY(401, "The API key is not known"),
    ROLE_NEEDED(403, "The API key lacks a role"),
    COUNTRY_NEEDED(403, "The API key does not say in which country its holder sits"),
    READ_REFUSED(403, "Personal data may not be read so"),
    NOT_ON_STAFF_REGISTER(403, "The staff register does not know who uses this key"),
    ANOTHER_PERSON_NEEDED(403, "Another person must decide"),
    INTEROP_SHUT(403, "This is not open to other providers"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "No acceptable form of the answer exists"),
    IDEMPOTENCY_KEY_REUSED(409, "The idempotency key was used with another body"),
    CONTENT_ID_REUSED(409, "The content id was used for other content"),
    CONTENT_DIFFERS(409, "The content is not what the request says it is"),
    TOO_MANY_REVISIONS(409, "The content was edited too often"),
    CROSSING_REFUSED(409, "Personal data may not leave its home region for this"),
    OFFSET_DIFFERS(409, "The upload stands elsewhere"),
    IN_FLIGHT(409, "The same request is still being worked on"),
    HELD(409, "A legal hold keeps it"),
    ACCOUNT_MOVING(409, "The account is being moved to another region"),
    REQUEST_ENDED(409, "The request has ended, or its deadline cannot be moved"),
    ERASED(410, "It was erased"),
    UPLOAD_ENDED(410, "The upload ended with its author's move"),
    EXPIRED(410, "Its time of keeping is over"),
    CONTENT_DELETED(410, "The content was deleted"),
    JOB_RUNNING(409, "The job is running already"),
    JOB_NOT_RUNNING(409, "The job is not running"),
    NOTHING_TO_RESTART(409, "The job has no run that could run on"),
    UNCLEAR_VERSION(409, "Several policy versions bear this name"),
    APPROVAL_NEEDED(409, "Another person must approve the policy version first"),
    APPROVAL_REFUSED(409, "This key cannot approve the policy version"),
    STAGE_REFUSED(409, "The policy version cannot be brought there now"),
    TOO_MANY_WEBHOOKS(409, "The client has too many webhook endpoints"),
    TOO_MANY_SAVED(409, "The key keeps too many questions"),
    BANK_EXISTS(409, "A bank of this name exists"),
    DRAFT_EXISTS(409, "A draft of this name exists"),
    ASKED_TOO_SOON(409, "The person may not be asked again yet"),
    MIGRATION_REFUSED(409, "The person cannot be moved now"),
    GRANT_NOT_OPEN(409, "The grant is not waiting for this any more"),
    GRANT_APPROVAL_REFUSED(409, "This key cannot approve the grant"),
    RECORD_ID_REUSED(409, "The id was used for another record"),
    CASE_LEASED(409, "Somebody else looks at the case"),
    LEASE_NEEDED(409, "The case must be leased first"),
    CASE_CLOSED(409, "The case is closed"),
    CASE_CHANGED(409, "Another decision stands by now"),
    APPEALED_BEFORE(409, "The decision was appealed before"),
    NOT_APPEALABLE(409, "There is nothing in this decision to appeal"),
    REPORT_EXISTS(409, "A version of the report is kept"),
    APPEAL_WINDOW_CLOSED(410, "The time for an appeal is over"),
    CHANGED_MEANWHILE(412, "It was changed since it was read"),
    PROTOCOL_VERSION(412, "The protocol's version is not spoken here"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not understood"),
    MISDIRECTED_REGION(421, "The author's home region is not served here"),
    UNRESOLVED_HOME_REGION(422, "No home region can be named for the author"),
    ENCRYPTED_CONTENT(422, "Encrypted messages are never screened"),
    UNKNOWN_PARTICIPANT(422, "It is not known where a member of the conversation is at home"),
    UNKNOWN_MEDIA(422, "The media named is not stored in the author's home region"),
    UNKNOWN_SUBJECT(422, "What is named is not here"),
    UNKNOWN_BASIS(422, "No row of law/holds.yaml is this basis today"),
    REPORT_LACKS(422, "The report lacks something"),
    POLICY_REJECTED(422, "The policy version has faults"),
    POLICY_TESTS_FAILED(422, "The policy version fails its own tests"),
    PRECONDITION_NEEDED(428, "The state to be changed must be named"),
    TOO_MANY_REQUESTS(429, "This client has too many requests in flight"),
    CHECKSUM_DIFFERS(460, "The bytes are not those that were announced"),
    INTERNAL(500, "The service failed"),
    MEDIA_REFUSED(503, "Pictures and videos are not taken here"),
    NOT_JUDGED(503, "Something that was to be asked could not be asked"),
    OVERLOADED(503, "The service is full"),
    REGION_UNAVAILABLE(503, "The home region cannot be written now"),
    STORAGE_FULL(507, "The home region's storage is full");

    /** Under this every problem type is named. */
    public static final String PREFIX = "https://gatehouse.io/problems/";

    private final int status;
    private final String title;
    private final String uri;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
        this.uri = PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The problem's {@code type}. */
    public String uri() {
        return uri;
    }
}
