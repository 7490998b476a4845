package dev.andon.common.trace;

/**
 * The kinds of work items in a trace: which kind each span works for, and which spans are work items themselves. Rollups and
 * drill-downs both ask here, so that they never disagree.
 */
public final class SdTypes {
    private final TraceTree tree;
    private final String[] types;
    private final boolean workflows;

    private SdTypes(TraceTree tree) {
        this.tree = tree;
        types = new String[tree.size()];
        boolean any = false;
        String first = null;
        for (int node = 0; node < types.length; node++) {
            String own = own(node);
            first = first == null ? own : first;
            any |= isTypedWorkflow(node);
            types[node] = own != null ? own : tree.parent(node) < 0 ? null : types[tree.parent(node)];
        }
        for (int node = 0; node < types.length; node++) {
            types[node] = types[node] == null ? first : types[node];
        }
        workflows = any;
    }

    public static SdTypes of(TraceTree tree) {
        return new SdTypes(tree);
    }

    /** The span's own kind, else that of the nearest span above it, else the first in the trace; null in a trace without one. */
    public String at(int node) {
        return types[node];
    }

    /** A workflow that names its kind; in a trace without one, the main root where it does. */
    public boolean isWorkItem(int node) {
        return workflows ? isTypedWorkflow(node) : node == tree.mainRoot() && own(node) != null;
    }

    private boolean isTypedWorkflow(int node) {
        return "workflow".equals(tree.span(node).type()) && own(node) != null;
    }

    private String own(int node) {
        return tree.span(node).dimensions().sdType();
    }
}
