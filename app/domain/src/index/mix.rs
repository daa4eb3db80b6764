//! How people answered, then and now: a change of a number may come from who was asked, and how.

use crate::Channel;
use std::collections::BTreeMap;

/// Responses by channel.
pub type ChannelCounts = BTreeMap<Channel, u64>;

/// From so many percent of answers that came by other channels on, the mix has changed.
pub const MIX_THRESHOLD: f64 = 10.0;

/// Channels with their part of all answers in two rounds.
#[derive(Debug, Clone, PartialEq)]
pub struct MixLine {
    /// The channel; several where too few came by one of them.
    pub channels: Vec<Channel>,
    /// Percent of the earlier round.
    pub before: f64,
    /// Percent of the later round.
    pub after: f64,
}

/// The channels of two rounds, those with most answers first, where the mix has changed: ½·Σ|pᵢ − qᵢ| over their shares in
/// percent is at least [`MIX_THRESHOLD`]. `None` where it has not.
///
/// Each line counts nobody or at least the round's minimum cell (`minimum`, earlier and later): channels with fewer go
/// together, with the next smallest one if they are too few even so.
pub fn mix_change(
    before: &ChannelCounts,
    after: &ChannelCounts,
    minimum: (u64, u64),
) -> Option<Vec<MixLine>> {
    let of = |counts: &ChannelCounts, channels: &[Channel]| -> u64 {
        channels.iter().filter_map(|channel| counts.get(channel)).sum()
    };
    let both = |channels: &[Channel]| (of(before, channels), of(after, channels));
    let fits = |channels: &[Channel]| {
        let (then, now) = both(channels);
        (then == 0 || then >= minimum.0) && (now == 0 || now >= minimum.1)
    };
    let used: Vec<Channel> = Channel::ALL.into_iter().filter(|channel| both(&[*channel]) != (0, 0)).collect();
    let (mut alone, mut pooled): (Vec<Channel>, Vec<Channel>) =
        used.into_iter().partition(|channel| fits(&[*channel]));
    let size = |channel: &Channel| both(&[*channel]).0 + both(&[*channel]).1;
    alone.sort_by_key(|channel| std::cmp::Reverse(size(channel)));
    while !pooled.is_empty() && !fits(&pooled) {
        pooled.push(alone.pop()?);
    }
    let groups = alone.into_iter().map(|channel| vec![channel]).chain([pooled]);
    let all = (before.values().sum::<u64>(), after.values().sum::<u64>());
    let line = |channels: Vec<Channel>| {
        let (then, now) = both(&channels);
        MixLine { before: percent(then, all.0), after: percent(now, all.1), channels }
    };
    let lines: Vec<MixLine> = groups.filter(|channels| !channels.is_empty()).map(line).collect();
    let moved: f64 = lines.iter().map(|line| (line.after - line.before).abs()).sum();
    (moved / 2.0 >= MIX_THRESHOLD).then_some(lines)
}

fn percent(part: u64, of: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of people")]
    let ratio = part as f64 / of.max(1) as f64;
    100.0 * ratio
}

#[cfg(test)]
mod tests {
    use super::*;
    use Channel::{Kiosk, Paper, Qr, Telephone};

    fn counts(of: &[(Channel, u64)]) -> ChannelCounts {
        of.iter().copied().collect()
    }

    #[test]
    fn a_mix_has_changed_from_a_tenth_of_the_answers_on() {
        let before = counts(&[(Paper, 700), (Qr, 300)]);
        assert_eq!(mix_change(&before, &counts(&[(Paper, 610), (Qr, 390)]), (10, 10)), None, "9 percent");
        let lines = mix_change(&before, &counts(&[(Paper, 60), (Qr, 40)]), (10, 10)).unwrap();
        let line = |channel, before, after| MixLine { channels: vec![channel], before, after };
        assert_eq!(lines, [line(Paper, 70.0, 60.0), line(Qr, 30.0, 40.0)]);
    }

    #[test]
    fn no_line_counts_fewer_than_the_minimum_cell() {
        let before = counts(&[(Paper, 900), (Qr, 80), (Telephone, 3)]);
        let after = counts(&[(Paper, 300), (Qr, 600), (Telephone, 40), (Kiosk, 9)]);
        let lines = mix_change(&before, &after, (10, 10)).unwrap();
        // Three and nine: with the smallest channel that stands alone they are enough.
        assert_eq!(lines[0].channels, [Paper]);
        assert_eq!(lines[1].channels, [Kiosk, Telephone, Qr]);
        assert_eq!(lines.len(), 2);
        let alone = mix_change(&counts(&[(Paper, 5)]), &counts(&[(Qr, 5)]), (10, 10));
        assert_eq!(alone, None, "too few in all");
    }
}
