package io.gatehouse.service.profiling;

import java.util.List;

/**
 * What is to be said about a technique (the template of DMA Art. 15).
 *
 * @param provided categories of data that people gave
 * @param observed categories of data seen in use
 * @param thirdParty categories of data from others
 * @param inferred what is concluded about a person
 * @param minors safeguards for minors
 * @param automated what is decided without a person, and how to object
 * @param informed how people learn of it
 */
record TechniqueDescription(
        String title,
        String purpose,
        List<String> provided,
        List<String> observed,
        List<String> thirdParty,
        String inferred,
        String retention,
        String minors,
        String automated,
        String legalBasis,
        String informed,
        boolean verified) {
    TechniqueDescription {
        provided = List.copyOf(provided);
        observed = List.copyOf(observed);
        thirdParty = List.copyOf(thirdParty);
    }
}
