package dev.andon.monitor.dashboard;

import dev.andon.monitor.page.Shell;
import dev.andon.monitor.part.Part;
import dev.andon.monitor.retention.DataClass;
import dev.andon.monitor.retention.Hold;
import dev.andon.monitor.retention.RetentionRun;
import dev.andon.monitor.retention.Rule;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/**
 * What was done with personal data, whether the record of it is whole, how long data is kept, and what is held.
 *
 * @param problem what was wrong with the form just sent; empty where nothing was
 * @param form the hold that was to be added, to be shown again
 */
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record PrivacyPage(
        Shell shell,
        Part<ChainFacts> chain,
        Part<Entries> entries,
        Part<List<Rule>> rules,
        Part<Runs> runs,
        Part<List<Hold>> holds,
        List<DataClass> classes,
        String problem,
        Form form)
        implements TemplateInstance {

    /**
     * One page of entries.
     *
     * @param next address of the earlier ones; null where there are none
     * @param all address without any filter; null where there is none set
     */
    @TemplateData
    record Entries(List<EntryRow> rows, List<String> actions, String action, String subject, String next, String all) {}

    /** The newest runs of retention, and in words when the next is. */
    @TemplateData
    record Runs(List<RetentionRun> rows, String next) {}

    /** The fields of a new hold. */
    @TemplateData
    record Form(String covers, String name, String reason) {
        static final Form EMPTY = new Form("person", "", "");
    }
}
