package io.gatehouse.moderation.report.lint;

import static io.gatehouse.moderation.report.lint.Severity.ERROR;
import static io.gatehouse.moderation.report.lint.Severity.NOTE;
import static io.gatehouse.moderation.report.lint.Severity.WARNING;

import java.util.Locale;

/**
 * What a report is held to. What the annex leaves open is at most a warning; what the reference for this project says about
 * it stands in {@code policies/law/dsa-transparency-report.yaml}.
 */
public enum Rule {
    FILE_NAME(WARNING, Source.ANNEX_I, "L17", "a file or tab has the name of its sheet"),
    FILE_NAME_LONGER(NOTE, Source.ANNEX_I, "L17", "a file has more in its name than the name of its sheet"),
    FILE_WORKBOOK(
            NOTE, Source.REGULATION, "", "the report is published as CSV; a workbook is the form it is written in"),
    FILE_UNKNOWN(WARNING, Source.ANNEX_I, "", "every file is one of the template's sheets"),
    FILE_EMPTY(ERROR, Source.ANNEX_I, "", "a sheet has a header and rows"),
    FILE_LIMIT(ERROR, Source.REGULATION, "", "files are no larger than what can be looked at"),
    FILE_UNREADABLE(ERROR, Source.REGULATION, "L17", "a file can be read"),
    SHEET_MISSING(ERROR, Source.ANNEX_I, "", "every sheet that is for the provider is there"),
    SHEET_TWICE(ERROR, Source.ANNEX_I, "", "every sheet is there once"),
    ENCODING(ERROR, Source.REGULATION, "L17", "files are UTF-8"),
    ENCODING_MARK(NOTE, Source.REGULATION, "L17", "files have no byte order mark"),
    ENCODING_BROKEN(WARNING, Source.REGULATION, "L17", "no text was decoded wrongly before it was written"),
    SEPARATOR(ERROR, Source.REGULATION, "L17", "cells are separated by commas"),
    QUOTING(ERROR, Source.REGULATION, "L17", "cells with quotes, commas or line ends are quoted"),
    LINE_ENDS(ERROR, Source.REGULATION, "L17", "lines end with CRLF or LF"),
    ROW_CELLS(ERROR, Source.REGULATION, "L17", "every row has as many cells as the header"),
    ROW_BLANK(WARNING, Source.REGULATION, "L17", "no row is blank"),
    ROW_NOTE(ERROR, Source.ANNEX_I, "L03", "nothing stands below or between the rows of the table"),
    HEADER_LATE(ERROR, Source.ANNEX_I, "L05", "the header is the first row"),
    HEADER_NONE(ERROR, Source.ANNEX_I, "L05", "a sheet has its header"),
    HEADER_MISSING(ERROR, Source.ANNEX_I, "L05", "every column of the template is there"),
    HEADER_WORDS(ERROR, Source.ANNEX_I, "L05", "columns have the template's names"),
    HEADER_ORDER(ERROR, Source.ANNEX_I, "L05", "columns stand in the template's order"),
    HEADER_EXTRA(ERROR, Source.ANNEX_I, "L05", "there is no column that the template does not have"),
    HEADER_TWICE(ERROR, Source.ANNEX_I, "L05", "every column is there once"),
    HEADER_SPACES(NOTE, Source.ANNEX_I, "L05", "headers have no stray spaces"),
    CELL_SPACES(NOTE, Source.ANNEX_II, "", "cells have no stray spaces"),
    CELL_FORMULA(ERROR, Source.ANNEX_II, "L15", "cells hold values and no formulas"),
    CELL_ERROR(ERROR, Source.ANNEX_II, "", "no cell holds a spreadsheet's error"),
    CELL_DATE(ERROR, Source.ANNEX_II, "", "no number was turned into a date"),
    CELLS_MERGED(WARNING, Source.ANNEX_I, "L17", "every cell has its value, and none is merged with others"),
    HIDDEN(WARNING, Source.REGULATION, "", "nothing in a report is hidden"),
    NUMBER_SCIENTIFIC(WARNING, Source.ANNEX_II, "L01", "numbers are written out, not as powers of ten"),
    CELL_AS_TEXT(WARNING, Source.ANNEX_II, "", "numbers in a workbook are numbers and not text"),
    PLACEHOLDER(ERROR, Source.ANNEX_I, "L06", "none of the template's placeholders is left"),
    BLANK_WORD(ERROR, Source.ANNEX_II, "L14", "what does not apply is left blank and not described"),
    BLANK_MIXED(
            WARNING, Source.ANNEX_II, "L14", "blank means that the practice cannot occur; where it can, 0 is written"),
    BLANK_BEYOND(WARNING, Source.ANNEX_I, "", "what is not for the provider's class is left blank"),
    TEXT_FORMULA(ERROR, Source.ANNEX_II, "L15", "no free text begins a formula"),
    TEXT_DASH(
            WARNING, Source.ANNEX_II, "L15", "no free text begins with a dash, which spreadsheets take for a formula"),
    COUNT_SEPARATOR(ERROR, Source.ANNEX_II, "L01", "counts have no thousands separators"),
    COUNT_DECIMAL(ERROR, Source.ANNEX_II, "L01", "counts are whole"),
    COUNT_PERCENT(ERROR, Source.ANNEX_II, "L01", "counts are no percentages"),
    COUNT_NEGATIVE(ERROR, Source.ANNEX_II, "L01", "counts are not negative"),
    COUNT_INEXACT(ERROR, Source.ANNEX_II, "L03", "counts are one number, neither a range nor a bound"),
    COUNT_SCIENTIFIC(ERROR, Source.ANNEX_II, "L01", "counts are written out"),
    COUNT_WORDS(ERROR, Source.ANNEX_II, "L01", "counts have no words beside the number"),
    COUNT_TEXT(ERROR, Source.ANNEX_II, "L01", "counts are numbers"),
    HOURS_UNIT(ERROR, Source.ANNEX_II, "L11", "medians are numbers of hours without a unit"),
    HOURS_COMMA(ERROR, Source.ANNEX_II, "L11", "medians have a point before fractions and no separators"),
    HOURS_NEGATIVE(ERROR, Source.ANNEX_II, "L11", "medians are not negative"),
    HOURS_TEXT(ERROR, Source.ANNEX_II, "L11", "medians are numbers"),
    HOURS_LONG(WARNING, Source.ANNEX_II, "L11", "no median is longer than a year"),
    SHARE_OVER_ONE(ERROR, Source.ANNEX_II, "L02", "shares are not over 1"),
    SHARE_PERCENT(ERROR, Source.ANNEX_II, "L02", "shares have no percent sign"),
    SHARE_COMMA(ERROR, Source.ANNEX_II, "L02", "shares have a point before fractions"),
    SHARE_NEGATIVE(ERROR, Source.ANNEX_II, "L02", "shares are not negative"),
    SHARE_TEXT(ERROR, Source.ANNEX_II, "L02", "shares are numbers"),
    NUMBER_FORM(ERROR, Source.ANNEX_II, "L01", "full-time equivalents are numbers, with a point before fractions"),
    PERIOD_BLANK(ERROR, Source.ANNEX_II, "L04", "every row names the period"),
    PERIOD_FORMAT(ERROR, Source.ANNEX_II, "L04", "periods are written YYYY-MM-DD/YYYY-MM-DD"),
    PERIOD_NOT_REAL(ERROR, Source.ANNEX_II, "L04", "periods are two days that exist"),
    PERIOD_BACKWARDS(ERROR, Source.ANNEX_II, "L04", "a period ends after it starts"),
    PERIOD_DIFFERS(ERROR, Source.ANNEX_II, "L04", "the period is the same in every row of every sheet"),
    PERIOD_IDENTIFICATION(ERROR, Source.ANNEX_II, "L04", "the first sheet's dates are those of the period"),
    PERIOD_CYCLE(
            ERROR,
            Source.REGULATION,
            "L04",
            "the period is the provider's cycle: a calendar half-year for VLOPs and VLOSEs, a calendar year for others"),
    PERIOD_BEFORE_TEMPLATE(WARNING, Source.REGULATION, "L04", "the template is for data from its first day on"),
    DATE_BLANK(ERROR, Source.ANNEX_II, "L04", "the report says when it was published and about when it is"),
    DATE_FORMAT(ERROR, Source.ANNEX_II, "L04", "dates are written YYYY-MM-DD"),
    DATE_NOT_REAL(ERROR, Source.ANNEX_II, "L04", "dates are days that exist"),
    PUBLISHED_EARLY(ERROR, Source.ANNEX_II, "L04", "a report is published after its period"),
    PUBLISHED_LATE(ERROR, Source.REGULATION, "L04", "a report is published within two months of its period's end"),
    PREVIOUS_AFTER(ERROR, Source.ANNEX_II, "L04", "the previous report was published before this one"),
    PROVIDER_BLANK(ERROR, Source.ANNEX_II, "", "the report names its provider"),
    SERVICE_BLANK(ERROR, Source.ANNEX_I, "", "every row names the service"),
    SERVICE_DIFFERS(ERROR, Source.REGULATION, "", "a report is about one service, named alike everywhere"),
    APPLICABILITY_UNKNOWN(ERROR, Source.ANNEX_I, "", "applicability is one of the template's five values"),
    APPLICABILITY_WRONG(WARNING, Source.ANNEX_I, "", "applicability is as the template has it for the row"),
    CATEGORY_BLANK(ERROR, Source.ANNEX_I, "L13", "every row names its category"),
    CATEGORY_UNKNOWN(ERROR, Source.ANNEX_II, "L13", "categories are the template's"),
    CATEGORY_FORM(ERROR, Source.ANNEX_I, "L13", "categories are named by their codes"),
    CATEGORY_ELSEWHERE(ERROR, Source.ANNEX_II, "L13", "categories 15, 16 and 17 stand only in their sheets"),
    CATEGORY_TWICE(ERROR, Source.ANNEX_II, "L13", "a category or sub-category has one row"),
    CATEGORY_MISSING(ERROR, Source.ANNEX_II, "L14", "every category and sub-category has a row, also when it is zero"),
    CATEGORY_MISSING_STATE(
            WARNING, Source.ANNEX_II, "L14", "a Member State's block has every category and sub-category"),
    CATEGORY_ORDER(
            WARNING, Source.ANNEX_I, "L13", "rows stand in the template's order, sub-categories below their category"),
    TOTAL_MISSING(ERROR, Source.ANNEX_I, "L14", "a sheet by category begins with its total"),
    NAME_MISMATCH(ERROR, Source.ANNEX_I, "L13", "labels, names and codes of categories belong together"),
    OTHER_WITHOUT_DESCRIPTION(
            ERROR, Source.ANNEX_II, "L10", "rows of KEYWORD_OTHER with data describe what they count"),
    OTHER_DESCRIPTION_TWICE(ERROR, Source.ANNEX_II, "L10", "no two descriptions in a sheet are equal"),
    OTHER_DESCRIPTION_MISPLACED(WARNING, Source.ANNEX_II, "L10", "only rows of KEYWORD_OTHER are described"),
    SCOPE_UNKNOWN(ERROR, Source.ANNEX_I, "L13", "scopes are the template's"),
    SCOPE_CASE(ERROR, Source.ANNEX_I, "L13", "Member States are named by two capital letters"),
    SCOPE_GREECE(WARNING, Source.ANNEX_II, "L13", "Greece has one code in a report"),
    SCOPE_TOTAL_MISSING(ERROR, Source.ANNEX_I, "L14", "sheet 3 begins with the total of all Member States"),
    SUM_SUBCATEGORIES(ERROR, Source.ANNEX_II, "L07", "sub-categories add up to their category"),
    SUM_CATEGORIES(ERROR, Source.ANNEX_II, "L07", "categories add up to the total"),
    SUM_MEMBER_STATES(ERROR, Source.ANNEX_II, "L07", "Member States add up to the total"),
    MEASURES_AUTOMATED(
            ERROR, Source.ANNEX_II, "L08", "no more measures after solely automated detection than measures"),
    RESTRICTIONS_WITHOUT_MEASURE(ERROR, Source.ANNEX_II, "L08", "where there is no measure there is no restriction"),
    RESTRICTIONS_FEWER(WARNING, Source.ANNEX_II, "L08", "every measure restricts something"),
    RESTRICTIONS_MORE(
            WARNING, Source.ANNEX_II, "L08", "no kind of restriction occurs more often than measures were taken"),
    TRUSTED_NOTICES(ERROR, Source.ANNEX_II, "L08", "no more notices from trusted flaggers than notices"),
    TRUSTED_ITEMS(ERROR, Source.ANNEX_II, "L08", "no more items in notices of trusted flaggers than in all notices"),
    TRUSTED_ACTIONS(
            ERROR, Source.ANNEX_II, "L08", "no more actions on notices of trusted flaggers than on all notices"),
    ITEMS_NONE(ERROR, Source.ANNEX_II, "L08", "orders and notices concern items"),
    ITEMS_FEWER_ORDERS(ERROR, Source.ANNEX_II, "L08", "every order to act names at least one item"),
    ITEMS_FEWER_NOTICES(WARNING, Source.ANNEX_II, "L08", "every notice names at least one item"),
    MEDIAN_MISSING(ERROR, Source.ANNEX_II, "L11", "medians are given at every level where something was counted"),
    MEDIAN_MISSING_EFFECT(
            WARNING, Source.ANNEX_II, "L11", "the time to give effect is given where orders were received"),
    MEDIAN_OF_NOTHING(ERROR, Source.ANNEX_II, "L11", "there is no median of nothing"),
    MEDIAN_ZERO(ERROR, Source.ANNEX_II, "L11", "no median is 0 above medians that all are more"),
    MEDIAN_OUTSIDE(ERROR, Source.ANNEX_II, "L11", "a median lies between the medians of its parts"),
    MEDIAN_AVERAGED(WARNING, Source.ANNEX_II, "L11", "medians are computed from the times, and not from other medians"),
    SECTION_WRONG(WARNING, Source.ANNEX_I, "", "indicators stand in the template's section"),
    INDICATOR_UNKNOWN(ERROR, Source.ANNEX_I, "", "indicators are the template's"),
    INDICATOR_TWICE(ERROR, Source.ANNEX_I, "", "an indicator has one row for each scope"),
    INDICATOR_MISSING(ERROR, Source.ANNEX_I, "L14", "every indicator that is for the provider has its rows"),
    LANGUAGE_COUNTRY(ERROR, Source.ANNEX_II, "L09", "languages are named by their codes and not by countries"),
    LANGUAGE_NAME(ERROR, Source.ANNEX_II, "L09", "languages are named by their codes and not by their names"),
    LANGUAGE_UNKNOWN(ERROR, Source.ANNEX_II, "L09", "languages are the Union's official ones"),
    LANGUAGE_MISSING(ERROR, Source.ANNEX_II, "L09", "every official language has its row"),
    LANGUAGE_TWICE(ERROR, Source.ANNEX_II, "L09", "a language has one row"),
    COMPLAINTS_IDENTITY(
            ERROR,
            Source.ANNEX_II,
            "L12",
            "decisions upheld, partially reversed, reversed and omitted are all complaints"),
    COMPLAINTS_OUTCOMES(
            ERROR, Source.ANNEX_II, "L12", "no more decisions on a kind of complaint than complaints of the kind"),
    COMPLAINTS_KIND(ERROR, Source.ANNEX_II, "L12", "no more complaints of a kind than complaints"),
    COMPLAINTS_KINDS(WARNING, Source.ANNEX_II, "L12", "every complaint is of a kind"),
    DISPUTES_OUTCOMES(ERROR, Source.ANNEX_II, "L12", "no more outcomes of disputes than disputes"),
    DISPUTES_OPEN(WARNING, Source.ANNEX_II, "L12", "every dispute has an outcome"),
    OUTCOMES_OF_NOTHING(
            WARNING,
            Source.ANNEX_II,
            "L02",
            "the share of outcomes implemented is given where something was reversed, and only there"),
    AUTOMATED_OWN(ERROR, Source.ANNEX_II, "L08", "no more measures at the provider's own initiative than measures"),
    AUTOMATED_TAKEN(
            ERROR, Source.ANNEX_II, "L08", "the measures at the provider's own initiative are those of sheets 5 and 6"),
    AUTOMATED_UNTOLD(WARNING, Source.ANNEX_II, "L08", "measures that were partly automated are told of in context"),
    AUTOMATED_DETECTED(
            WARNING, Source.ANNEX_II, "L08", "no more measures solely by automated means than were detected so"),
    AUTOMATED_NOTICES(ERROR, Source.ANNEX_II, "L08", "the notices processed are those of sheet 4"),
    AUTOMATED_NOTICES_UNTOLD(
            WARNING, Source.ANNEX_II, "L08", "notices that were partly automated are told of in context"),
    AUTOMATED_TRUSTED(ERROR, Source.ANNEX_II, "L08", "no more notices of trusted flaggers than notices"),
    AUTOMATED_LANGUAGE(ERROR, Source.ANNEX_II, "L08", "no more measures in a language than measures"),
    ACCURACY_UNJUSTIFIED(ERROR, Source.ANNEX_II, "", "indicators of accuracy are justified in context"),
    ACCURACY_PART(WARNING, Source.ANNEX_II, "", "accuracy, precision and recall are given together"),
    ACCURACY_MISSING(WARNING, Source.ANNEX_II, "", "where automated means decide alone their accuracy is told"),
    STAFF_LINGUISTIC(ERROR, Source.ANNEX_II, "", "no more moderators with linguistic expertise than moderators"),
    STAFF_LANGUAGE(WARNING, Source.ANNEX_II, "", "no more moderators of a language than with linguistic expertise"),
    STAFF_LANGUAGES(WARNING, Source.ANNEX_II, "", "every moderator with linguistic expertise has a language"),
    AMAR_BLANK(ERROR, Source.ANNEX_II, "L03", "recipients are told for the Union and every Member State"),
    AMAR_MISSING_STATE(ERROR, Source.ANNEX_II, "L03", "every Member State has its row"),
    AMAR_STATE(ERROR, Source.ANNEX_II, "L03", "no Member State has more recipients than the Union"),
    AMAR_SUM(WARNING, Source.ANNEX_II, "L03", "the Member States' recipients add up to the Union's"),
    QUALITATIVE_MISSING(ERROR, Source.ANNEX_I, "", "every text that is for the provider is there"),
    QUALITATIVE_LONG(ERROR, Source.ANNEX_II, "L16", "texts have at most 5000 characters"),
    QUALITATIVE_TWICE(ERROR, Source.ANNEX_I, "", "every text is there once"),
    FINDINGS_LIMIT(NOTE, Source.NOWHERE, "", "there are more findings than can be listed");

    private final Severity severity;
    private final Source source;
    private final String family;
    private final String words;

    Rule(Severity severity, Source source, String family, String words) {
        this.severity = severity;
        this.source = source;
        this.family = family;
        this.words = words;
    }

    /** Where a rule is from; the sheet adds the article of the DSA that it answers to. */
    private enum Source {
        ANNEX_I(", Annex I"),
        ANNEX_II(", Annex II"),
        REGULATION(""),
        NOWHERE("");

        private final String part;

        Source(String part) {
            this.part = part;
        }
    }

    /** As findings name it: {@code count-separator}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Severity severity() {
        return severity;
    }

    /** The lint rule of the project's reference that this one belongs to, such as {@code L07}; empty when there is none. */
    public String family() {
        return family;
    }

    /** What is true of a right report. */
    public String words() {
        return words;
    }

    /** @param regulation that holds the annexes */
    String source(String regulation) {
        return source == Source.NOWHERE ? "" : regulation + source.part;
    }
}
