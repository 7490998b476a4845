package dev.andon.common.histogram;

import java.util.Arrays;

/**
 * Counts of whole microseconds in log-linear buckets: 64 buckets an octave, so a bucket is at most 1/64 wide relative to its
 * lower edge (ratio at most 1.0157) and its midpoint is within {@link #RELATIVE_ERROR} of every value in it. Values below 128 are
 * exact, zero included. Buckets are found by shifts alone, so every machine puts a value in the same one and subtraction is
 * exact. Mutable, not safe for threads; kept sparse, since a key has tens of occupied buckets.
 *
 * <p>The layout is that of HdrHistogram (Gil Tene, public domain) with 64 sub-buckets.
 */
public final class LogHistogram {
    /** The most by which a value read from the histogram differs from the true one, as a part of the true one. */
    public static final double RELATIVE_ERROR = 1.0 / 128;

    private static final int SUB_BUCKET_BITS = 6;
    private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;
    private static final int EXACT_BELOW = SUB_BUCKETS << 1;

    private int[] indexes;
    private long[] counts;
    private int size;

    public LogHistogram() {
        this(4);
    }

    LogHistogram(int capacity) {
        indexes = new int[Math.max(1, capacity)];
        counts = new long[indexes.length];
    }

    /** Sees buckets in rising order. */
    @FunctionalInterface
    public interface BucketVisitor {
        /**
         * @param value the midpoint of the bucket, in microseconds
         * @param count how many values lie in it; never zero
         */
        void bucket(double value, long count);
    }

    /** Of values given; for tests and small sets. */
    public static LogHistogram of(long... micros) {
        LogHistogram histogram = new LogHistogram();
        for (long value : micros) {
            histogram.add(value);
        }
        return histogram;
    }

    /** Counts one value; a negative one counts as zero. */
    public void add(long micros) {
        add(indexOf(Math.max(0, micros)), 1);
    }

    /** Takes one value out that was added before, here or in a histogram this one will be merged with. */
    public void subtract(long micros) {
        add(indexOf(Math.max(0, micros)), -1);
    }

    /** Adds every count of another histogram. */
    public void merge(LogHistogram other) {
        merge(other, 1);
    }

    /** Takes every count of another histogram out. */
    public void subtract(LogHistogram other) {
        merge(other, -1);
    }

    /** How many values it holds. */
    public long count() {
        long total = 0;
        for (int i = 0; i < size; i++) {
            total += counts[i];
        }
        return total;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** How many buckets are occupied. */
    public int buckets() {
        return size;
    }

    /** True where more was taken out than was put in: a difference, not a distribution. */
    public boolean hasNegativeCounts() {
        for (int i = 0; i < size; i++) {
            if (counts[i] < 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * The quantile in microseconds by the rule of {@code percentile_cont} (linear between the order statistics around rank
     * {@code p * (n - 1)}), within {@link #RELATIVE_ERROR}; NaN of an empty histogram.
     *
     * @param p from 0 to 1
     */
    public double quantile(double p) {
        long n = count();
        if (n == 0) {
            return Double.NaN;
        }
        double rank = Math.min(1, Math.max(0, p)) * (n - 1);
        long below = (long) Math.floor(rank);
        double low = valueAtRank(below);
        return rank == below ? low : low + (rank - below) * (valueAtRank(below + 1) - low);
    }

    /**
     * The order statistic in microseconds: the value that has {@code rank} values before it.
     *
     * @param rank from 0 to count - 1; beyond them it is the smallest or the largest
     */
    public double valueAtRank(long rank) {
        long seen = 0;
        for (int i = 0; i < size; i++) {
            seen += counts[i];
            if (rank < seen) {
                return midpoint(indexes[i]);
            }
        }
        return size == 0 ? Double.NaN : midpoint(indexes[size - 1]);
    }

    /** The mean in microseconds, within {@link #RELATIVE_ERROR}; NaN of an empty histogram. */
    public double mean() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += midpoint(indexes[i]) * counts[i];
        }
        return sum / count();
    }

    public void forEach(BucketVisitor visitor) {
        for (int i = 0; i < size; i++) {
            visitor.bucket(midpoint(indexes[i]), counts[i]);
        }
    }

    public LogHistogram copy() {
        LogHistogram copy = new LogHistogram(size);
        copy.size = size;
        System.arraycopy(indexes, 0, copy.indexes, 0, size);
        System.arraycopy(counts, 0, copy.counts, 0, size);
        return copy;
    }

    /** The stored form; see {@link HistogramCodec}. */
    public byte[] toBytes() {
        return HistogramCodec.encode(this);
    }

    /** Reads {@link #toBytes}; an {@link IllegalArgumentException} says what is wrong with other bytes. */
    public static LogHistogram fromBytes(byte[] bytes) {
        return HistogramCodec.decode(bytes);
    }

    int indexAt(int position) {
        return indexes[position];
    }

    long countAt(int position) {
        return counts[position];
    }

    /** Appends a bucket above all others. */
    void append(int index, long count) {
        growTo(size + 1);
        indexes[size] = index;
        counts[size++] = count;
    }

    static int indexOf(long value) {
        if (value < EXACT_BELOW) {
            return (int) value;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - SUB_BUCKET_BITS;
        return (shift << SUB_BUCKET_BITS) + (int) (value >>> shift);
    }

    static double midpoint(int index) {
        if (index < EXACT_BELOW) {
            return index;
        }
        int shift = (index >> SUB_BUCKET_BITS) - 1;
        double width = (double) (1L << shift);
        return (SUB_BUCKETS + (index & (SUB_BUCKETS - 1)) + 0.5) * width - 0.5;
    }

    private void add(int index, long count) {
        int position = Arrays.binarySearch(indexes, 0, size, index);
        if (position >= 0) {
            counts[position] += count;
            if (counts[position] == 0) {
                remove(position);
            }
            return;
        }
        int insertion = -position - 1;
        growTo(size + 1);
        System.arraycopy(indexes, insertion, indexes, insertion + 1, size - insertion);
        System.arraycopy(counts, insertion, counts, insertion + 1, size - insertion);
        indexes[insertion] = index;
        counts[insertion] = count;
        size++;
    }

    private void remove(int position) {
        size--;
        System.arraycopy(indexes, position + 1, indexes, position, size - position);
        System.arraycopy(counts, position + 1, counts, position, size - position);
    }

    private void merge(LogHistogram other, int sign) {
        LogHistogram merged = new LogHistogram(size + other.size);
        int left = 0;
        int right = 0;
        while (left < size || right < other.size) {
            int leftIndex = left < size ? indexes[left] : Integer.MAX_VALUE;
            int rightIndex = right < other.size ? other.indexes[right] : Integer.MAX_VALUE;
            int index = Math.min(leftIndex, rightIndex);
            long count = (leftIndex == index ? counts[left++] : 0)
                    + (rightIndex == index ? sign * other.counts[right++] : 0);
            if (count != 0) {
                merged.append(index, count);
            }
        }
        indexes = merged.indexes;
        counts = merged.counts;
        size = merged.size;
    }

    private void growTo(int needed) {
        if (needed > indexes.length) {
            int capacity = Math.max(needed, indexes.length * 2);
            indexes = Arrays.copyOf(indexes, capacity);
            counts = Arrays.copyOf(counts, capacity);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogHistogram that
                && Arrays.equals(indexes, 0, size, that.indexes, 0, that.size)
                && Arrays.equals(counts, 0, size, that.counts, 0, that.size);
    }

    @Override
    public int hashCode() {
        int hash = size;
        for (int i = 0; i < size; i++) {
            hash = 31 * (31 * hash + indexes[i]) + Long.hashCode(counts[i]);
        }
        return hash;
    }

    @Override
    public String toString() {
        return "LogHistogram[count=" + count() + ", p50=" + quantile(0.5) + "us, buckets=" + size + "]";
    }
}
