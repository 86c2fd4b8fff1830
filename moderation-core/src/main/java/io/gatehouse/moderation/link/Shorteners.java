package io.gatehouse.moderation.link;

import java.util.Set;

/** Domains whose links lead somewhere that their text does not say. Public services, gathered 2026-11 for Gatehouse. */
public final class Shorteners {
    private static final Set<String> HOSTS = Set.of(
            "0rz.tw", "1url.com", "2.gp", "2tu.us", "adf.ly", "adfoc.us", "amzn.to", "b.link", "b23.tv", "bc.vc", "bit.do", "bit.ly",
            "bitly.com", "bitly.ws", "bl.ink", "budurl.com", "buff.ly", "chilp.it", "clck.ru", "cli.gs", "cort.as", "cutt.ly", "cutt.us",
            "db.tt", "deck.ly", "dlvr.it", "fb.me", "g.co", "goo.gl", "goo.su", "gg.gg", "git.io", "hyperurl.co", "ift.tt",
            "is.gd", "j.mp", "kutt.it", "lc.cx", "linktr.ee", "lnk.bio", "lnkd.in", "me2.do", "migre.me", "moourl.com", "n9.cl", "ow.ly",
            "pewurl.com", "po.st", "q.gs", "qr.ae", "qr.net", "qrco.de", "rb.gy", "rebrand.ly", "reurl.cc", "s.id", "s2r.co", "sh.st",
            "short.gy", "short.io", "shorte.st", "shorturl.at", "shrtco.de", "snip.ly", "snipurl.com", "soo.gd", "su.pr", "surl.li",
            "t.co", "t.ly", "t2m.io", "tinu.be", "tiny.cc", "tiny.ie", "tiny.one", "tiny.pl", "tinyurl.com", "tr.im", "trib.al", "u.nu",
            "u.to", "urlz.fr", "v.gd", "v.ht", "wa.link", "x.co", "x.gd", "y2u.be", "yourls.org", "youtu.be", "zpr.io", "zzb.bz");

    /** Of those above, the ones that only ever lead to one known place. */
    private static final Set<String> KNOWN_TARGET = Set.of("youtu.be", "y2u.be", "g.co", "lnkd.in", "fb.me", "git.io");

    private Shorteners() {}

    /** Whether the link hides where it leads: a shortener's host, and the name of a link on it. */
    public static boolean isShortened(Link link) {
        String host = link.host().startsWith("www.") ? link.host().substring(4) : link.host();
        return link.hasPath() && !link.isWeak() && HOSTS.contains(host) && !KNOWN_TARGET.contains(host);
    }
}
