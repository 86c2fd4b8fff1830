package io.gatehouse.moderation.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/** For whom a row of the template is. What it is called in the files, {@link ReportTemplate#applicability} says. */
public enum Applicability {
    @JsonProperty("all")
    ALL,
    @JsonProperty("hosting")
    HOSTING,
    @JsonProperty("platform")
    PLATFORM,
    @JsonProperty("vlop")
    VLOP,
    @JsonProperty("vlop_vlose")
    VLOP_VLOSE;

    public boolean covers(ProviderClass provider) {
        return switch (this) {
            case ALL -> true;
            case HOSTING ->
                provider == ProviderClass.HOSTING
                        || provider == ProviderClass.ONLINE_PLATFORM
                        || provider == ProviderClass.VLOP;
            case PLATFORM -> provider == ProviderClass.ONLINE_PLATFORM || provider == ProviderClass.VLOP;
            case VLOP -> provider == ProviderClass.VLOP;
            case VLOP_VLOSE -> provider == ProviderClass.VLOP || provider == ProviderClass.VLOSE;
        };
    }
}
