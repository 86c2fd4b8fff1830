package io.gatehouse.moderation.judge;

import crawlercommons.domains.EffectiveTldFinder;
import io.gatehouse.moderation.link.Link;
import io.gatehouse.moderation.link.LinkFinder;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Registrable domains, and addresses, that a text links to, for counting: in every form that the rules for links know. A
 * shortened link counts for its shortener, as where it leads is not known.
 */
final class LinkedDomains implements LinkFinder.Sink {
    /** A text of links counts as these: each costs a counter. */
    static final int MAX = 8;

    /** Work, as the link finder counts it, for hosts that turn out to be no domains: some hundred of them. */
    private static final int BUDGET = 100_000;

    private static final int SHORTEST_BARE_SUFFIX = 3;

    private final Set<String> domains = new LinkedHashSet<>();
    private int spent;

    private LinkedDomains() {}

    static Set<String> of(String text) {
        var found = new LinkedDomains();
        LinkFinder.find(text, found);
        return found.domains;
    }

    @Override
    public void found(Link link) {
        // The finder tells of addresses of version 6 without asking for work, so that the limit is looked at here, too.
        if (domains.size() >= MAX || link.isWeak()) return;
        String host = link.host();
        // Without a scheme four numbers are as often a version.
        if (isAddress(host)) {
            if (link.hasScheme()) domains.add(host);
            return;
        }
        String domain = EffectiveTldFinder.getAssignedDomain(host, true);
        if (domain != null && isMeant(link, domain)) domains.add(domain);
    }

    @Override
    public boolean spend(int units) {
        spent += units;
        return domains.size() < MAX && spent <= BUDGET;
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    /** Two sentences without a space between look like a bare name of a country ("as it is.it was"); other bare names are meant. */
    private static boolean isMeant(Link link, String domain) {
        return link.hasScheme()
                || link.hasPath()
                || link.isDisguised()
                || link.host().startsWith("www.")
                || domain.length() - domain.lastIndexOf('.') - 1 >= SHORTEST_BARE_SUFFIX;
    }
}
