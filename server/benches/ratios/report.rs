//! What is printed: medians of ratios with their range.

use std::time::Instant;

/// The lines of the report.
pub(crate) struct Report {
    lines: Vec<String>,
    begun: Instant,
}

/// How a number is judged.
pub(crate) enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

impl Report {
    pub(crate) fn new() -> Self {
        Self { lines: Vec::new(), begun: Instant::now() }
    }

    /// Measures two rates in turn and reports how the first stands to the second.
    pub(crate) fn pairs(
        &mut self,
        name: &str,
        unit: &str,
        goal: &Goal,
        runs: usize,
        mut ours: impl FnMut() -> f64,
        mut ceiling: impl FnMut() -> f64,
    ) {
        // One of each to warm up.
        let _ = (ours(), ceiling());
        let (mut mine, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..runs {
            let (a, b) = (ours(), ceiling());
            mine.push(a);
            theirs.push(b);
            ratios.push(a / b);
        }
        let (ratio, low, high) = median(&mut ratios);
        let (a, ..) = median(&mut mine);
        let (b, ..) = median(&mut theirs);
        let line = format!("{name}: {ratio:.2} ({low:.2} to {high:.2}; {a:.0} against {b:.0} {unit})");
        self.line(&line, ratio, goal);
    }

    /// Reports a number as it is.
    pub(crate) fn line(&mut self, text: &str, value: f64, goal: &Goal) {
        let (met, words) = match goal {
            Goal::AtLeast(goal) => (value >= *goal, format!("at least {goal}")),
            Goal::AtMost(goal) => (value <= *goal, format!("at most {goal}")),
        };
        let line = format!("{} {text}, goal {words}", if met { "met   " } else { "missed" });
        println!("{line}");
        self.lines.push(line);
    }

    /// Everything once more, with the machine.
    pub(crate) fn print(&self) {
        let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpu
            .lines()
            .find_map(|l| l.strip_prefix("model name"))
            .unwrap_or("")
            .trim_start_matches([' ', '\t', ':']);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        println!("\n{} cores, {model}; {:.0} s in all", cores, self.begun.elapsed().as_secs_f64());
        self.lines.iter().for_each(|line| println!("{line}"));
    }
}

/// Median, lowest and highest.
pub(crate) fn median(values: &mut [f64]) -> (f64, f64, f64) {
    values.sort_by(f64::total_cmp);
    (values[values.len() / 2], values[0], values[values.len() - 1])
}
