package dev.andon.monitor.check.cli;

import dev.andon.monitor.check.CheckResult;
import dev.andon.monitor.check.CheckRun;
import dev.andon.monitor.check.CheckStatus;
import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A run as JUnit XML, as Jenkins, GitLab and GitHub reporters read it: a test case a check, a failure where it is stale, an error where it
 * could not be made.
 */
final class JUnitXml {
    private JUnitXml() {}

    static String of(CheckRun run) throws XMLStreamException {
        StringWriter text = new StringWriter();
        XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuites");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "andon check " + run.scope());
        xml.writeAttribute("timestamp", run.startedAt().toString());
        xml.writeAttribute("time", seconds(run.took().toMillis()));
        xml.writeAttribute("tests", String.valueOf(run.results().size()));
        xml.writeAttribute(
                "failures", String.valueOf(run.with(CheckStatus.STALE).size()));
        xml.writeAttribute(
                "errors", String.valueOf(run.with(CheckStatus.UNKNOWN).size()));
        for (CheckResult result : run.results()) {
            testCase(xml, result);
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
        return text + System.lineSeparator();
    }

    private static void testCase(XMLStreamWriter xml, CheckResult result) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "andon." + result.group().text());
        xml.writeAttribute("name", result.key());
        xml.writeAttribute("time", seconds(result.tookMs()));
        if (result.status().fails()) {
            xml.writeStartElement(result.status() == CheckStatus.STALE ? "failure" : "error");
            xml.writeAttribute("type", result.status().text());
            xml.writeAttribute("message", printable(result.detail()));
            xml.writeCharacters(printable(result.remedy() == null ? result.detail() : result.remedy()));
            xml.writeEndElement();
        } else if (result.status() == CheckStatus.WARN) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(printable(result.detail()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    // XML 1.0 has no way to write most control characters; a name sent by a stranger may hold them.
    private static String printable(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD]", "\uFFFD");
    }

    private static String seconds(double millis) {
        return String.format(Locale.ROOT, "%.3f", millis / 1000);
    }
}
