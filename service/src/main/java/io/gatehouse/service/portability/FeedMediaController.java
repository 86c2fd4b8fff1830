package io.gatehouse.service.portability;

import io.gatehouse.residency.cell.StoredMedia;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.account.AccountFinder.Found;
import io.gatehouse.service.json.Faults;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The bytes of the media that records of the feed name, for whoever may read those records. */
@RestController
final class FeedMediaController {
    private final AccountFinder accounts;
    private final AuthorisationDesk authorisations;
    private final Delivery delivery;

    FeedMediaController(AccountFinder accounts, AuthorisationDesk authorisations, Delivery delivery) {
        this.accounts = accounts;
        this.authorisations = authorisations;
        this.delivery = delivery;
    }

    /** As they were sent; what they are is said by the record that names them. */
    @GetMapping("/v1/accounts/{id}/portability/media/{media}")
    void media(
            @PathVariable String id,
            @PathVariable String media,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var faults = new Faults();
        String fault = AccountFinder.faultOfId(id);
        if (fault != null) faults.add("path:id", fault);
        faults.refuseAny();
        var caller = Caller.of(request);
        boolean isThirdParty = FeedController.isThirdParty(caller);
        if (!isThirdParty) accounts.admit(request, id, DataKind.MEDIA);
        var found = accounts.require(id);
        if (isThirdParty) deliver(caller, found);
        send(found, media, response);
    }

    private void deliver(Caller caller, Found found) {
        var authorised = authorisations.standing(found, caller.client()).orElseThrow(FeedController::nothing);
        if (!authorised.scope().contains(PortableKind.CONTENT)) throw MediaDownload.nothing();
        delivery.deliver(caller, found.home().id(), FeedController.PORTABILITY, Set.of(DataKind.MEDIA), 1);
    }

    private static void send(Found found, String mediaId, HttpServletResponse response) throws IOException {
        StoredMedia stored = found.home()
                .cell()
                .reader()
                .media(mediaId)
                .filter(media -> media.account().equals(found.author().account()))
                .orElseThrow(MediaDownload::nothing);
        MediaDownload.send(found.home(), stored, response);
    }
}
