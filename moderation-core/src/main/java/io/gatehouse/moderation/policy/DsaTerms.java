package io.gatehouse.moderation.policy;

import java.util.List;
import java.util.Map;

/**
 * What a statement of reasons may name, from the EU database's schema in force since 2025-07-01 (Implementing Regulation
 * (EU) 2024/2835, Annex II).
 */
public final class DsaTerms {
    public static final List<String> CATEGORIES = List.of(
            "STATEMENT_CATEGORY_ANIMAL_WELFARE",
            "STATEMENT_CATEGORY_CONSUMER_INFORMATION",
            "STATEMENT_CATEGORY_CYBER_VIOLENCE",
            "STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN",
            "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
            "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
            "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS",
            "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
            "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
            "STATEMENT_CATEGORY_PROTECTION_OF_MINORS",
            "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY",
            "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
            "STATEMENT_CATEGORY_SELF_HARM",
            "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS",
            "STATEMENT_CATEGORY_VIOLENCE");

    public static final List<String> KEYWORDS = List.of(
            "KEYWORD_ADULT_SEXUAL_MATERIAL",
            "KEYWORD_AGE_SPECIFIC_RESTRICTIONS",
            "KEYWORD_AGE_SPECIFIC_RESTRICTIONS_MINORS",
            "KEYWORD_ANIMAL_HARM",
            "KEYWORD_BIOMETRIC_DATA_BREACH",
            "KEYWORD_BULLYING_AGAINST_GIRLS",
            "KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL",
            "KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE",
            "KEYWORD_CONTENT_PROMOTING_EATING_DISORDERS",
            "KEYWORD_COORDINATED_HARM",
            "KEYWORD_COPYRIGHT_INFRINGEMENT",
            "KEYWORD_CYBER_BULLYING_INTIMIDATION",
            "KEYWORD_CYBER_HARASSMENT",
            "KEYWORD_CYBER_HARASSMENT_AGAINST_WOMEN",
            "KEYWORD_CYBER_INCITEMENT",
            "KEYWORD_CYBER_STALKING",
            "KEYWORD_CYBER_STALKING_AGAINST_WOMEN",
            "KEYWORD_DATA_FALSIFICATION",
            "KEYWORD_DEFAMATION",
            "KEYWORD_DESIGN_INFRINGEMENT",
            "KEYWORD_DISCRIMINATION",
            "KEYWORD_FEMALE_GENDERED_DISINFORMATION",
            "KEYWORD_GEOGRAPHICAL_REQUIREMENTS",
            "KEYWORD_GEOGRAPHIC_INDICATIONS_INFRINGEMENT",
            "KEYWORD_GOODS_SERVICES_NOT_PERMITTED",
            "KEYWORD_GROOMING_SEXUAL_ENTICEMENT_MINORS",
            "KEYWORD_HATE_SPEECH",
            "KEYWORD_HIDDEN_ADVERTISEMENT",
            "KEYWORD_HUMAN_EXPLOITATION",
            "KEYWORD_HUMAN_TRAFFICKING",
            "KEYWORD_ILLEGAL_ORGANIZATIONS",
            "KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING",
            "KEYWORD_INAUTHENTIC_ACCOUNTS",
            "KEYWORD_INAUTHENTIC_LISTINGS",
            "KEYWORD_INAUTHENTIC_USER_REVIEWS",
            "KEYWORD_INCITEMENT_AGAINST_WOMEN",
            "KEYWORD_INCITEMENT_VIOLENCE_HATRED",
            "KEYWORD_INSUFFICIENT_INFORMATION_ON_TRADERS",
            "KEYWORD_LANGUAGE_REQUIREMENTS",
            "KEYWORD_MISINFORMATION_DISINFORMATION",
            "KEYWORD_MISLEADING_INFO_CONSUMER_RIGHTS",
            "KEYWORD_MISLEADING_INFO_GOODS_SERVICES",
            "KEYWORD_MISSING_PROCESSING_GROUND",
            "KEYWORD_NONCOMPLIANCE_PRICING",
            "KEYWORD_NON_CONSENSUAL_IMAGE_SHARING",
            "KEYWORD_NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN",
            "KEYWORD_NON_CONSENSUAL_MATERIAL_DEEPFAKE",
            "KEYWORD_NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN",
            "KEYWORD_NUDITY",
            "KEYWORD_OTHER",
            "KEYWORD_PATENT_INFRINGEMENT",
            "KEYWORD_PHISHING",
            "KEYWORD_PROHIBITED_PRODUCTS",
            "KEYWORD_PYRAMID_SCHEMES",
            "KEYWORD_RIGHT_TO_BE_FORGOTTEN",
            "KEYWORD_RISK_ENVIRONMENTAL_DAMAGE",
            "KEYWORD_RISK_PUBLIC_HEALTH",
            "KEYWORD_SELF_MUTILATION",
            "KEYWORD_STALKING",
            "KEYWORD_SUICIDE",
            "KEYWORD_TERRORIST_CONTENT",
            "KEYWORD_TRADEMARK_INFRINGEMENT",
            "KEYWORD_TRADE_SECRET_INFRINGEMENT",
            "KEYWORD_TRAFFICKING_WOMEN_GIRLS",
            "KEYWORD_UNLAWFUL_SALE_ANIMALS",
            "KEYWORD_UNSAFE_CHALLENGES",
            "KEYWORD_UNSAFE_PRODUCTS",
            "KEYWORD_VIOLATION_EU_LAW",
            "KEYWORD_VIOLATION_NATIONAL_LAW");

    /** Of a notice that does not say what is illegal; a notice's alone, never a statement's. */
    public static final String NOT_SPECIFIED_NOTICE = "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE";

    /** Of an order that does not say so. */
    public static final String NOT_SPECIFIED_ORDER = "STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER";

    /**
     * Which keywords belong to a category (Annex II of the Implementing Regulation): reports count a keyword under its category alone.
     * {@code KEYWORD_STALKING}, which the database takes, belongs to none.
     */
    private static final Map<String, List<String>> OF_CATEGORY = Map.ofEntries(
            Map.entry(
                    "STATEMENT_CATEGORY_ANIMAL_WELFARE",
                    List.of("KEYWORD_ANIMAL_HARM", "KEYWORD_UNLAWFUL_SALE_ANIMALS", "KEYWORD_OTHER")),
            Map.entry(
                    "STATEMENT_CATEGORY_CONSUMER_INFORMATION",
                    List.of(
                            "KEYWORD_HIDDEN_ADVERTISEMENT",
                            "KEYWORD_INSUFFICIENT_INFORMATION_ON_TRADERS",
                            "KEYWORD_MISLEADING_INFO_GOODS_SERVICES",
                            "KEYWORD_MISLEADING_INFO_CONSUMER_RIGHTS",
                            "KEYWORD_NONCOMPLIANCE_PRICING",
                            "KEYWORD_OTHER")),
            Map.entry(
                    "STATEMENT_CATEGORY_CYBER_VIOLENCE",
                    List.of(
                            "KEYWORD_CYBER_BULLYING_INTIMIDATION",
                            "KEYWORD_CYBER_HARASSMENT",
                            "KEYWORD_CYBER_INCITEMENT",
                            "KEYWORD_CYBER_STALKING",
                            "KEYWORD_NON_CONSENSUAL_IMAGE_SHARING",
                            "KEYWORD_NON_CONSENSUAL_MATERIAL_DEEPFAKE",
                            "KEYWORD_OTHER")),
            Map.entry(
                    "STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN",
                    List.of(
                            "KEYWORD_BULLYING_AGAINST_GIRLS",
                            "KEYWORD_CYBER_HARASSMENT_AGAINST_WOMEN",
                            "KEYWORD_CYBER_STALKING_AGAINST_WOMEN",
                            "KEYWORD_FEMALE_GENDERED_DISINFORMATION",
                            "KEYWORD_INCITEMENT_AGAINST_WOMEN",
                            "KEYWORD_NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN",
                            "KEYWORD_NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN",
                            "KEYWORD_OTHER")),
            Map.entry(
                    "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
                    List.of(
                            "KEYWORD_BIOMETRIC_DATA_BREACH",
                            "KEYWORD_DATA_FALSIFICATION",
                            "KEYWORD_MISSING_PROCESSING_GROUND",
                            "KEYWORD_RIGHT_TO_BE_FORGOTTEN",
                            "KEYWORD_OTHER")),
            Map.entry(
                    "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
                    List.of("KEYWORD_DEFAMATION", "KEYWORD_DISCRIMINATION", "KEYWORD_HATE_SPEECH", "KEYWORD_OTHER")),
            Map.entry(
                    "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS",
                    List.of(
                            "KEYWORD_COPYRIGHT_INFRINGEMENT",
                            "KEYWORD_DESIGN_INFRINGEMENT",
                            "KEYWORD_GEOGRAPHIC_INDICATIONS_INFRINGEMENT",
                            "KEYWORD_PATENT_INFRINGEMENT",
                            "KEYWORD_TRADE_SECRET_INFRINGEMENT",
                            "KEYWORD_TRADEMARK_INFRINGEMENT",
                            "KEYWORD_OTHER")),
            Map.entry(
                    "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
                    List.of(
                            "KEYWORD_MISINFORMATION_DISINFORMATION",
                            "KEYWORD_VIOLATION_EU_LAW",
                            "KEYWORD_VIOLATION_NATIONAL_LAW",
                            "KEYWORD_OTHER")),
            Map.entry(
                    "STATEMENT_CATEGORY_PROTECTION_OF_MINORS",
                    List.of(
                            "KEYWORD_AGE_SPECIFIC_RESTRICTIONS_MINORS",
                            "KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL",
                            "KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE",
                            "KEYWORD_GROOMING_SEXUAL_ENTICEMENT_MINORS",
                            "KEYWORD_UNSAFE_CHALLENGES",
                            "KEYWORD_OTHER")),
            Map.entry(
                    "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY",
                    List.of(
                            "KEYWORD_ILLEGAL_ORGANIZATIONS",
                            "KEYWORD_RISK_ENVIRONMENTAL_DAMAGE",
                            "KEYWORD_RISK_PUBLIC_HEALTH",
                            "KEYWORD_TERRORIST_CONTENT",
                            "KEYWORD_OTHER")),
            Map.entry(
                    "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
                    List.of(
                            "KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING",
                            "KEYWORD_INAUTHENTIC_ACCOUNTS",
                            "KEYWORD_INAUTHENTIC_LISTINGS",
                            "KEYWORD_INAUTHENTIC_USER_REVIEWS",
                            "KEYWORD_PHISHING",
                            "KEYWORD_PYRAMID_SCHEMES",
                            "KEYWORD_OTHER")),
            Map.entry(
                    "STATEMENT_CATEGORY_SELF_HARM",
                    List.of(
                            "KEYWORD_CONTENT_PROMOTING_EATING_DISORDERS",
                            "KEYWORD_SELF_MUTILATION",
                            "KEYWORD_SUICIDE",
                            "KEYWORD_OTHER")),
            Map.entry(
                    "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS",
                    List.of("KEYWORD_PROHIBITED_PRODUCTS", "KEYWORD_UNSAFE_PRODUCTS", "KEYWORD_OTHER")),
            Map.entry(
                    "STATEMENT_CATEGORY_VIOLENCE",
                    List.of(
                            "KEYWORD_COORDINATED_HARM",
                            "KEYWORD_INCITEMENT_VIOLENCE_HATRED",
                            "KEYWORD_HUMAN_EXPLOITATION",
                            "KEYWORD_HUMAN_TRAFFICKING",
                            "KEYWORD_TRAFFICKING_WOMEN_GIRLS",
                            "KEYWORD_OTHER")),
            Map.entry(
                    "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
                    List.of(
                            "KEYWORD_ADULT_SEXUAL_MATERIAL",
                            "KEYWORD_AGE_SPECIFIC_RESTRICTIONS",
                            "KEYWORD_GEOGRAPHICAL_REQUIREMENTS",
                            "KEYWORD_GOODS_SERVICES_NOT_PERMITTED",
                            "KEYWORD_LANGUAGE_REQUIREMENTS",
                            "KEYWORD_NUDITY",
                            "KEYWORD_OTHER")));

    /** Of a category; none of one that is not specified. */
    public static List<String> keywordsOf(String category) {
        return OF_CATEGORY.getOrDefault(category, List.of());
    }

    private DsaTerms() {}
}
