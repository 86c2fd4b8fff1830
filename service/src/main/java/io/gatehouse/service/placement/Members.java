package io.gatehouse.service.placement;

import io.gatehouse.residency.conversation.Member;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.home.HomeRegion;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.home.PersonFacts;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.account.KnownAccount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who else is in a conversation, by what is known of their homes. Creates no account. */
@Component
final class Members {
    private final AccountDirectory directory;
    private final HomeRegionResolver resolver;

    Members(AccountDirectory directory, HomeRegionResolver resolver) {
        this.directory = directory;
        this.resolver = resolver;
    }

    /**
     * Everybody but the author. A private message that names and counts nobody still has a reader: somebody unknown.
     *
     * @return empty only when the platform says that nobody else is there
     */
    List<Member> of(AccountRef author, Message message) {
        var named = new LinkedHashMap<AccountRef, Message.Named>();
        for (var each : message.members()) named.putIfAbsent(directory.refOf(each.accountId()), each);
        named.remove(author);
        var homes = directory.findAll(List.copyOf(named.keySet()));
        var members = new ArrayList<Member>();
        named.forEach((account, each) -> {
            var home = homes.get(account);
            members.add(home == null ? stated(each, message) : new Member.Known(home.region()));
        });
        for (long n = 0; n < message.unnamed(); n++) members.add(new Member.Unknown());
        return members;
    }

    /** Whether the author is at home there still, whatever is remembered: somebody may have moved since. */
    boolean isAtHome(KnownAccount author) {
        var account = author.author().account();
        var now = directory.findNow(List.of(account)).get(account);
        return now != null
                && now.region().equals(author.home().id())
                && now.epoch() == author.author().homeEpoch();
    }

    private Member stated(Message.Named named, Message message) {
        if (named.residence().isEmpty()) return new Member.Unknown();
        return switch (resolver.resolve(named.residence(), PersonFacts.UNKNOWN, message.at())) {
            case HomeRegion.Resolved resolved -> new Member.Stated(resolved.region());
            case HomeRegion.Unresolved _ -> new Member.Unknown();
        };
    }

    static Optional<RegionId> homeOf(Member member) {
        return switch (member) {
            case Member.Known(var home) -> Optional.of(home);
            case Member.Stated(var home) -> Optional.of(home);
            case Member.Unknown() -> Optional.empty();
        };
    }
}
