package io.gatehouse.jobs.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.residency.bank.FileDigest;
import io.gatehouse.residency.bank.RemoteRow;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What NCMEC's hash sharing API says and hears, as XML. Names are read without their namespace. */
final class NcmecXml {
    private static final String NAMESPACE = "https://hashsharing.ncmec.org/hashsharing/v2";
    private static final String DELETED = "deleted";
    private static final Pattern START = Pattern.compile("[?&]start=([0-9]{1,18})(?:&|$)");
    private static final Pattern MAX = Pattern.compile("[?&]max=([0-9]{1,18})(?:&|$)");

    private NcmecXml() {}

    /**
     * A page of entries.
     *
     * @param next path of the next page; empty after the last
     * @param estimate how many entries the whole range of time has, about
     */
    record Page(List<RemoteRow> rows, String next, long estimate, int refused) {}

    static Page page(byte[] xml, Set<Long> members) {
        var rows = new ArrayList<RemoteRow>();
        String next = "";
        int refused = 0;
        int entries = 0;
        try {
            var reader = reader(xml);
            while (reader.hasNext()) {
                if (reader.next() != XMLStreamConstants.START_ELEMENT) continue;
                switch (reader.getLocalName()) {
                    case "image", "deletedImage", "video", "deletedVideo" -> {
                        entries++;
                        var entry = Entry.read(reader);
                        if (!members.isEmpty() && !members.contains(entry.member)) continue;
                        refused += entry.refused;
                        rows.add(entry.row());
                    }
                    case "next" -> next = reader.getElementText().strip();
                    default -> {}
                }
            }
        } catch (XMLStreamException | NumberFormatException broken) {
            throw new ExchangeException("the other side's answer is not the XML of its API");
        }
        return new Page(rows, next, entries + left(next), refused);
    }

    /** As their cursor tells: the last number minus the next one. */
    private static long left(String next) {
        var start = START.matcher(next);
        var max = MAX.matcher(next);
        return start.find() && max.find() ? Long.parseLong(max.group(1)) - Long.parseLong(start.group(1)) : 0;
    }

    /** One image or video, also a deleted one. */
    private static final class Entry {
        private final String type;
        private String id = "";
        private long member = -1;
        private String classification = "";
        private final List<byte[]> hashes = new ArrayList<>();
        private final List<FileDigest> digests = new ArrayList<>();
        private int refused;

        private Entry(String type) {
            this.type = type;
        }

        static Entry read(XMLStreamReader reader) throws XMLStreamException {
            var entry = new Entry(reader.getLocalName());
            boolean inFingerprints = false;
            while (true) {
                int event = reader.next();
                if (event == XMLStreamConstants.END_ELEMENT) {
                    if (reader.getLocalName().equals(entry.type)) return entry.checked();
                    if (reader.getLocalName().equals("fingerprints")) inFingerprints = false;
                }
                if (event != XMLStreamConstants.START_ELEMENT) continue;
                switch (reader.getLocalName()) {
                    case "fingerprints" -> inFingerprints = true;
                    // Members who voted are named below the feedback, after the entry's own.
                    case "feedback" -> skip(reader);
                    case "member" -> entry.member = Long.parseLong(reader.getAttributeValue(null, "id"));
                    case "id" -> entry.id = reader.getElementText().strip();
                    case "classification" ->
                        entry.classification = reader.getElementText().strip();
                    case "pdq" -> {
                        if (inFingerprints) entry.hash(reader.getElementText().strip());
                    }
                    case "md5" -> {
                        if (inFingerprints) entry.digest(reader.getElementText().strip());
                    }
                    default -> {}
                }
            }
        }

        private static void skip(XMLStreamReader reader) throws XMLStreamException {
            for (int depth = 1; depth > 0; ) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) depth++;
                if (event == XMLStreamConstants.END_ELEMENT) depth--;
            }
        }

        private Entry checked() throws XMLStreamException {
            if (id.isEmpty() || member < 0) throw new XMLStreamException("an entry without id or member");
            return this;
        }

        private void digest(String text) {
            if (text.isEmpty()) return;
            DigestText.of(FileDigest.Kind.MD5, text).ifPresentOrElse(digests::add, () -> refused++);
        }

        /** Of pictures: a video has none of its own. */
        private void hash(String text) {
            if (text.isEmpty() || isVideo()) return;
            PdqText.bytes(text).ifPresentOrElse(hashes::add, () -> refused++);
        }

        boolean isVideo() {
            return type.equals("video") || type.equals("deletedVideo");
        }

        RemoteRow row() {
            boolean isGone = type.startsWith(DELETED);
            return new RemoteRow(
                    member + "-" + id,
                    member + "/" + id,
                    isGone ? List.of() : hashes,
                    isGone ? List.of() : digests,
                    "NCMEC entry " + id + " of member " + member
                            + (classification.isEmpty() ? "" : ", class " + classification));
        }
    }

    /** By id, their reasons for a vote against. */
    static Map<String, String> reasons(byte[] xml) {
        var reasons = new LinkedHashMap<String, String>();
        try {
            var reader = reader(xml);
            while (reader.hasNext())
                if (reader.next() == XMLStreamConstants.START_ELEMENT && reader.getAttributeValue(null, "guid") != null)
                    reasons.put(
                            reader.getAttributeValue(null, "guid"),
                            String.valueOf(reader.getAttributeValue(null, "name")));
        } catch (XMLStreamException broken) {
            throw new ExchangeException("the other side's answer is not the XML of its API");
        }
        return reasons;
    }

    /** @param against the id of the reason; empty to vote for */
    static byte[] vote(Optional<String> against) {
        var text = new StringWriter();
        try {
            var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("feedbackSubmission");
            xml.writeDefaultNamespace(NAMESPACE);
            if (against.isEmpty()) {
                xml.writeEmptyElement("affirmative");
            } else {
                xml.writeStartElement("negative");
                xml.writeStartElement("reasonIds");
                xml.writeStartElement("guid");
                xml.writeCharacters(against.get());
            }
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("XML in memory is always written", impossible);
        }
        return text.toString().getBytes(UTF_8);
    }

    /** Nothing in the document can make it read anything else, or grow. */
    private static XMLStreamReader reader(byte[] xml) throws XMLStreamException {
        var factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory.createXMLStreamReader(new ByteArrayInputStream(xml));
    }
}
