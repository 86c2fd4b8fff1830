package io.gatehouse.moderation.judge;

import com.google.re2j.Pattern;
import crawlercommons.domains.EffectiveTldFinder;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Registrable domains of the plain links in a text, for counting; disguised ones are for rules to find. */
final class LinkedDomains {
    /** A text of links counts as these: each costs a counter. */
    static final int MAX = 8;

    // Linear: a name has no part that could also be read as another.
    private static final Pattern LINK = Pattern.compile("(?i)(?:https?://|www\\.)([a-z0-9.-]{4,253})");

    private LinkedDomains() {}

    static Set<String> of(String text) {
        if (!text.contains("://") && !text.contains("www.")) return Set.of();
        var domains = new LinkedHashSet<String>();
        var links = LINK.matcher(text);
        while (domains.size() < MAX && links.find()) {
            String host = links.group(1).toLowerCase(Locale.ROOT);
            String domain = EffectiveTldFinder.getAssignedDomain(host, true);
            if (domain != null) domains.add(domain);
        }
        return domains;
    }
}
