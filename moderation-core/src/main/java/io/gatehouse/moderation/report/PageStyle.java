package io.gatehouse.moderation.report;

/** What pages of reports have in common: fit for narrow screens, dark where the reader's screen is, light on paper. */
public final class PageStyle {
    /** Of the head, after the character set. */
    public static final String VIEWPORT = "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">";

    /** Begins a style: {@code --text}, {@code --paper}, {@code --line}, {@code --shade}, {@code --bar} and the body in them. */
    public static final String COLOURS = """
            :root { color-scheme: light dark; --text: #1e293b; --paper: #fff; --line: #cbd5e1; --shade: #f1f5f9; --bar: #2563eb }
            @media screen and (prefers-color-scheme: dark) { :root { --text: #e2e8f0; --paper: #0f172a; --line: #475569; --shade: #1e293b; --bar: #60a5fa } }
            body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem; color: var(--text); background: var(--paper) }
            @media (max-width: 40rem) { body { margin: 1rem } h1 { font-size: 1.5rem } }
            """;

    private PageStyle() {}
}
