package io.gatehouse.moderation.condition;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelIssue;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.FactSeries;
import io.gatehouse.moderation.signal.Category;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Turns calls with constant arguments into variables of their own: so the same rules hold for a fact that is not known as
 * for any unknown, and what must be asked for is known once the condition is parsed. Lives for one parse.
 */
final class Functions {
    /** A call's name and how it is written. */
    static final Map<String, String> USAGE = Map.of(
            "count", "count('author.screenings', duration('1h'))",
            "distinct", "distinct('author.recipients', duration('1h'))",
            "rate", "rate('author.screenings', duration('1m'))",
            "signal", "signal('bank, rule or pii.kind')",
            "score", "score('classifier', 'category')",
            "labels", "labels('author')",
            "has_label", "has_label('author', 'name')",
            "strikes", "strikes('author')");

    private static final List<String> CATEGORIES = Category.WIRE_NAMES;

    private static final String CONTENT = "content";
    private static final List<String> AUTHOR_OR_CONTENT = List.of("author", CONTENT);

    private static final Pattern SIGNAL = Pattern.compile("[a-z0-9][a-z0-9._-]*");

    private final Set<String> classifiers;
    final Map<String, Reference> references = new LinkedHashMap<>();

    /** Names of faults, for suggestions: the message of an issue is all that a parser gives back. */
    final Map<String, ConditionFault> unknownNames = new LinkedHashMap<>();

    Functions(Set<String> classifiers) {
        this.classifiers = classifiers;
    }

    @SuppressWarnings("Immutable") // The parser that gets them parses once, on this thread, and is forgotten.
    List<CelMacro> macros() {
        return USAGE.keySet().stream()
                .sorted()
                .map(name -> CelMacro.newGlobalVarArgMacro(
                        name, (factory, _, arguments) -> Optional.of(expand(factory, name, arguments))))
                .toList();
    }

    private CelExpr expand(CelMacroExprFactory factory, String name, ImmutableList<CelExpr> arguments) {
        try {
            var reference = reference(name, arguments);
            for (var known : references.entrySet())
                if (known.getValue().equals(reference)) return factory.newIdentifier(known.getKey());
            // No author can write this name: a dollar sign is not in CEL's alphabet.
            String variable = "$" + references.size();
            references.put(variable, reference);
            return factory.newIdentifier(variable);
        } catch (WrongArgumentException wrong) {
            String message = String.valueOf(wrong.getMessage());
            unknownNames.put(message, wrong.fault);
            if (wrong.argument >= arguments.size()) return factory.reportError(message);
            var at = factory.getSourceLocation(arguments.get(wrong.argument));
            return factory.reportError(CelIssue.formatError(at, message));
        }
    }

    private Reference reference(String name, List<CelExpr> arguments) throws WrongArgumentException {
        return switch (name) {
            case "count" -> new Reference.Count(key(name, arguments, true));
            case "distinct" -> new Reference.Count(key(name, arguments, false));
            case "rate" -> new Reference.Rate(key(name, arguments, true));
            case "signal" -> {
                requireCount(name, arguments, 1);
                String signal = text(name, arguments, 0);
                if (!SIGNAL.matcher(signal).matches())
                    throw new WrongArgumentException(
                            0, ConditionFault.of("'" + signal + "' cannot name a signal", null));
                yield new Reference.Signal(signal);
            }
            case "score" -> score(name, arguments);
            case "labels" -> {
                boolean isOfContent =
                        requireSubject(name, arguments, 1, AUTHOR_OR_CONTENT).equals(CONTENT);
                yield isOfContent ? new Reference.ContentLabels() : new Reference.Labels();
            }
            case "has_label" -> {
                boolean isOfContent =
                        requireSubject(name, arguments, 2, AUTHOR_OR_CONTENT).equals(CONTENT);
                String label = text(name, arguments, 1);
                yield isOfContent ? new Reference.HasContentLabel(label) : new Reference.HasLabel(label);
            }
            default -> {
                requireSubject(name, arguments, 1, List.of("author"));
                yield new Reference.Strikes();
            }
        };
    }

    private Reference score(String name, List<CelExpr> arguments) throws WrongArgumentException {
        requireCount(name, arguments, 2);
        String classifier = oneOf("classifier", text(name, arguments, 0), 0, List.copyOf(classifiers));
        String category = oneOf("category", text(name, arguments, 1), 1, CATEGORIES);
        return new Reference.Score(classifier, Category.ofWireName(category).orElseThrow());
    }

    private static FactKey key(String name, List<CelExpr> arguments, boolean ofScreenings)
            throws WrongArgumentException {
        requireCount(name, arguments, 2);
        String series = oneOf("fact", text(name, arguments, 0), 0, FactSeries.names(ofScreenings));
        return new FactKey(series, duration(name, arguments.get(1)));
    }

    private static Duration duration(String name, CelExpr argument) throws WrongArgumentException {
        boolean isCall = argument.getKind() == CelExpr.ExprKind.Kind.CALL
                && argument.call().function().equals("duration")
                && argument.call().args().size() == 1;
        var parsed =
                constant(isCall ? argument.call().args().getFirst() : argument).flatMap(Windows::parse);
        if (parsed.isEmpty())
            throw new WrongArgumentException(
                    1, ConditionFault.of("the window of " + name + "() must be a constant duration", "duration('1h')"));
        if (parsed.get().compareTo(FactSeries.LONGEST_WINDOW) > 0)
            throw new WrongArgumentException(
                    1,
                    ConditionFault.of(
                            "the window of " + name + "() is longer than 24h",
                            "what lasts longer is a label or a strike"));
        return parsed.get();
    }

    private static String requireSubject(String name, List<CelExpr> arguments, int count, List<String> known)
            throws WrongArgumentException {
        requireCount(name, arguments, count);
        return oneOf("subject", text(name, arguments, 0), 0, known);
    }

    private static void requireCount(String name, List<CelExpr> arguments, int count) throws WrongArgumentException {
        if (arguments.size() != count)
            throw new WrongArgumentException(
                    arguments.size(),
                    ConditionFault.of(
                            name + "() takes " + count + (count == 1 ? " argument" : " arguments"), USAGE.get(name)));
    }

    private static String text(String name, List<CelExpr> arguments, int index) throws WrongArgumentException {
        var text = constant(arguments.get(index));
        if (text.isPresent()) return text.get();
        throw new WrongArgumentException(
                index,
                ConditionFault.of(
                        "the arguments of " + name
                                + "() must be constant texts, so that what it asks for is known before",
                        USAGE.get(name)));
    }

    private static Optional<String> constant(CelExpr argument) {
        return argument.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && argument.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(argument.constant().stringValue())
                : Optional.empty();
    }

    private static String oneOf(String what, String name, int argument, List<String> known)
            throws WrongArgumentException {
        if (known.contains(name)) return name;
        throw new WrongArgumentException(
                argument, ConditionFault.unknown("unknown " + what + " '" + name + "'", name, known));
    }

    /** Stops the expansion of one call; the parser goes on and finds the other faults. */
    private static final class WrongArgumentException extends Exception {
        private static final long serialVersionUID = 1;
        final int argument;

        @SuppressWarnings("serial") // Never serialized.
        final ConditionFault fault;

        WrongArgumentException(int argument, ConditionFault fault) {
            super(fault.message(), null, false, false);
            this.argument = argument;
            this.fault = fault;
        }
    }
}
