package io.gatehouse.moderation.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelParserFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.gatehouse.moderation.condition.Condition.Compiled;
import io.gatehouse.moderation.fact.FactSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Parses, checks and compiles one condition. */
final class ConditionCompiler {
    /** A condition that does not fit ten lines is several rules. */
    static final int MAX_LENGTH = 1_000;

    /** Nothing in a condition loops, so its size is its cost: this many steps take some ten microseconds. */
    static final int MAX_STEPS = 150;

    private static final CelOptions OPTIONS = CelOptions.current()
            // signal('x') > 0 means what it says, though one side is a double.
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(MAX_LENGTH)
            .build();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();
    private static final CelCompiler CHECKER = checker();

    /** Comparisons that cannot hold, or cannot fail, once one side is beyond what a count reaches. */
    private static final Set<String> COMPARISONS = Set.of("_>_", "_>=_", "_<_", "_<=_", "_==_", "_!=_");

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*(\\.[A-Za-z_][A-Za-z_0-9]*)*");

    private final Set<String> classifiers;

    ConditionCompiler(Set<String> classifiers) {
        this.classifiers = classifiers;
    }

    private static CelCompiler checker() {
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(List.of())
                .setResultType(SimpleType.BOOL);
        for (var variable : Variable.values()) builder.addVar(variable.wireName(), variable.type());
        return builder.build();
    }

    Compiled compile(String source) {
        if (source.length() > MAX_LENGTH)
            return faulty(ConditionFault.of(
                    "the condition has " + source.length() + " characters",
                    "at most " + MAX_LENGTH + "; split the rule"));
        var functions = new Functions(classifiers);
        var parser = CelParserFactory.standardCelParserBuilder()
                .setOptions(OPTIONS)
                .addMacros(functions.macros())
                .build();
        var parsed = parser.parse(source);
        if (parsed.hasError()) return faulty(source, parsed, functions);
        var builder = CHECKER.toCompilerBuilder();
        functions.references.forEach((name, reference) -> builder.addVar(name, reference.type()));
        try {
            var checked = builder.build().check(parsed.getAst());
            if (checked.hasError()) return faulty(source, checked, functions);
            var faults = faultsOf(checked.getAst(), functions.references);
            if (!faults.isEmpty()) return new Compiled.Faulty(faults);
            return new Compiled.Ready(
                    new Condition(source, RUNTIME.createProgram(checked.getAst()), functions.references));
        } catch (CelValidationException | CelEvaluationException e) {
            return faulty(ConditionFault.of("not a condition: " + e.getMessage(), null));
        }
    }

    private static List<ConditionFault> faultsOf(CelAbstractSyntaxTree ast, Map<String, Reference> references) {
        var faults = new ArrayList<ConditionFault>();
        List<CelExpr> steps = CelNavigableAst.fromAst(ast)
                .getRoot()
                .allNodes()
                .map(dev.cel.common.navigation.CelNavigableExpr::expr)
                .toList();
        if (steps.size() > MAX_STEPS)
            faults.add(ConditionFault.of(
                    "the condition has " + steps.size() + " steps", "at most " + MAX_STEPS + "; split the rule"));
        for (CelExpr step : steps) {
            if (step.getKind() != Kind.CALL) continue;
            if (step.call().function().equals("matches"))
                faults.add(
                        ConditionFault.of("matches() is not for conditions", "regular expressions stand in 'regex:'"));
            if (COMPARISONS.contains(step.call().function())
                    && step.call().args().stream().anyMatch(side -> isCount(side, references))
                    && step.call().args().stream().anyMatch(ConditionCompiler::isBeyondCounts))
                faults.add(ConditionFault.of("counts stay at " + FactSeries.MOST, "compare with a smaller number"));
        }
        return faults;
    }

    private static boolean isCount(CelExpr side, Map<String, Reference> references) {
        return side.getKind() == Kind.IDENT && references.get(side.ident().name()) instanceof Reference.Count;
    }

    private static boolean isBeyondCounts(CelExpr side) {
        return side.getKind() == Kind.CONSTANT
                && side.constant().getKind() == CelConstant.Kind.INT64_VALUE
                && side.constant().int64Value() >= FactSeries.MOST;
    }

    private static Compiled faulty(ConditionFault fault) {
        return new Compiled.Faulty(List.of(fault));
    }

    private static Compiled faulty(String source, CelValidationResult result, Functions functions) {
        return new Compiled.Faulty(result.getErrors().stream()
                .map(issue -> fault(source, issue, functions))
                .distinct()
                .toList());
    }

    private static ConditionFault fault(String source, CelIssue issue, Functions functions) {
        String place = placeOf(source, issue.getSourceLocation());
        String message = issue.getMessage();
        var ours = functions.unknownNames.get(message);
        if (ours != null) return new ConditionFault(ours.message() + place, ours.hint(), ours.wrong(), ours.known());
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) return undeclared(source, issue.getSourceLocation(), undeclared.group(1), place);
        if (message.startsWith("expected type 'bool'"))
            return ConditionFault.of(
                    "the condition is of type " + message.replaceFirst(".*found '([^']*)'.*", "$1")
                            + ", not true or false",
                    "compare it with something");
        return ConditionFault.of(firstSentence(message) + place, null);
    }

    private static ConditionFault undeclared(String source, CelSourceLocation at, String name, String place) {
        // The checker names only the first word of author.agedays; the text has all of it.
        Matcher whole = NAME.matcher(source);
        int offset = offsetOf(source, at);
        String wrong = offset >= 0
                        && offset < source.length()
                        && whole.region(offset, source.length()).lookingAt()
                ? whole.group()
                : name;
        boolean isCall = offset >= 0 && offset < source.length() && source.charAt(offset) == '(';
        if (isCall)
            return ConditionFault.unknown(
                    "unknown function '" + name + "'" + place,
                    name,
                    Functions.USAGE.keySet().stream().sorted().toList());
        return ConditionFault.unknown(
                "unknown name '" + wrong + "'" + place,
                wrong,
                Stream.concat(
                                Variable.names().stream(),
                                Functions.USAGE.keySet().stream().sorted())
                        .toList());
    }

    private static String placeOf(String source, CelSourceLocation at) {
        if (at.getLine() < 1) return "";
        String column = "column " + (at.getColumn() + 1);
        return source.strip().indexOf('\n') < 0 ? " at " + column : " at line " + at.getLine() + ", " + column;
    }

    private static int offsetOf(String source, CelSourceLocation at) {
        int offset = 0;
        for (int line = 1; line < at.getLine(); line++) offset = source.indexOf('\n', offset) + 1;
        return offset + at.getColumn();
    }

    /** A parser's list of all tokens that could have stood there helps nobody. */
    private static String firstSentence(String message) {
        String found = message.replace("mismatched input '<EOF>'", "unexpected end")
                .replace("mismatched input", "unexpected")
                .replaceAll("'_([^a-z_]+)_'", "'$1'");
        for (String cut : List.of(" expecting ", " (candidates")) {
            int at = found.indexOf(cut);
            if (at > 0) found = found.substring(0, at);
        }
        return found;
    }
}
