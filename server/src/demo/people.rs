//! People: one mood each, so that the answers of a person hang together; agencies and areas that really differ.

use super::province::{SERVES, area_effect};
use crate::store::{Point, Round, responses::StoredResponse};
use domain::{
    Answer, Answers, Channel, Day,
    form::{AnswerKind, Cell, Role},
    index::UNIT_WEIGHT,
};
use rand::{Rng, RngExt};
use std::sync::Arc;
use uuid::Builder;

/// What people write, good and bad.
const COMMENTS: &[&str] = &[
    "Cán bộ hướng dẫn nhiệt tình, tôi làm một lần là xong.",
    "Chờ hơi lâu, mong có thêm quầy vào buổi sáng.",
    "Nộp hồ sơ trực tuyến còn khó với người lớn tuổi.",
    "Trả kết quả đúng hẹn, cảm ơn cán bộ một cửa.",
    "Phải đi lại ba lần vì thiếu giấy tờ mà không được báo trước.",
    "Ghế ngồi chờ ít, trời nóng không có quạt.",
    "Thủ tục đất đai vẫn rườm rà, mong đơn giản hơn.",
    "Thái độ tiếp dân lịch sự, dễ hiểu.",
    "Đề nghị niêm yết lệ phí rõ ràng hơn.",
    "Không có ý kiến gì thêm.",
    "Điểm phục vụ mới sạch sẽ, dễ tìm.",
    "Tổng đài gọi nhiều lần không ai nghe máy.",
    "Hồ sơ quá hạn một tuần không có thư xin lỗi.",
    "Mong xã tiếp nhận hồ sơ cả sáng thứ Bảy.",
];

/// One person at one point.
pub(super) fn response(
    random: &mut impl Rng,
    round: &Round,
    points: &[Arc<Point>],
    batch: i64,
    today: Day,
) -> (Arc<Point>, StoredResponse) {
    let (agency, effect) = agency(random);
    let own: Vec<&Arc<Point>> = points
        .iter()
        .filter(|p| {
            round.agency(p.agency_id).is_some_and(|i| round.agencies[i].agency.code.as_str() == agency)
        })
        .collect();
    let at = own[random.random_range(0..own.len())];
    let area = round
        .service_area(at.service_area_id)
        .map_or(0.0, |i| area_effect(round.service_areas[i].service_area.code.as_str()));
    let paper = at.channel == Channel::Paper;
    let mood = 0.9 * normal(random) + effect + area + 0.15;
    let mut answers = Answers::new();
    for (position, cell) in round.form.cells.iter().enumerate().filter(|(_, c)| c.role.is_for_citizens()) {
        // Paper has gaps, more of them towards the end; a screen asks again.
        let gap = paper && random.random_bool(0.01 + 0.000_5 * position as f64);
        if let Some(answer) = (!gap).then(|| answer(random, cell, position, mood)).flatten() {
            answers.insert(cell.code.to_string(), answer);
        }
    }
    let from = round.document.from;
    let span = from.date().until(today.date()).map_or(0, |span| span.get_days());
    let day = from.plus_days(random.random_range(0..=span.max(0)));
    let language = if random.random_bool(0.02) { "en" } else { "vi" };
    let response = StoredResponse {
        id: Builder::from_random_bytes(random.random()).into_uuid(),
        round_id: round.id,
        point_id: at.id,
        day,
        language: language.to_owned(),
        weight: UNIT_WEIGHT,
        batch_id: Some(batch),
        answers,
    };
    (at.clone(), response)
}

/// An agency by how many come to it, and its effect.
fn agency(random: &mut impl Rng) -> (&'static str, f64) {
    let total: f64 = SERVES.iter().map(|(_, _, come, _)| come).sum();
    let mut rest = random.random_range(0.0..total);
    for (code, effect, come, _) in SERVES {
        if rest < *come {
            return (code, *effect);
        }
        rest -= come;
    }
    (SERVES[0].0, SERVES[0].1)
}

fn answer(random: &mut impl Rng, cell: &Cell, position: usize, mood: f64) -> Option<Answer> {
    match &cell.answers {
        AnswerKind::Words(_) => {
            let says = cell.role == Role::Comment && random.random_bool(0.08);
            let text = COMMENTS[random.random_range(0..COMMENTS.len())].to_owned();
            says.then_some(Answer::Words(domain::Words { text }))
        }
        AnswerKind::Many(choices) => {
            let chosen: Vec<String> = choices
                .iter()
                .filter(|c| !c.specify && random.random_bool(0.35))
                .map(|c| c.value.clone())
                .collect();
            (!chosen.is_empty()).then_some(Answer::Many(chosen))
        }
        AnswerKind::One(choices) => {
            let most = choices.len();
            // Each line is a little harder or easier than the others, the same for everybody.
            let line = 0.3 * ((position * 37 % 11) as f64 / 5.0 - 1.0);
            let chosen = match cell.role {
                Role::Satisfaction => {
                    level(mood + line + 0.75 * normal(random), &[-2.3, -1.7, -0.85, 0.8], most)
                }
                Role::Expectation => level(0.8 - 0.3 * mood + 0.8 * normal(random), &[-1.5, -0.6, 0.6], most),
                Role::Interest | Role::Judgement => {
                    level(0.3 * mood + normal(random), &[-1.4, -0.3, 1.0], most)
                }
                _ => random.random_range(0..most),
            };
            Some(Answer::One(choices[chosen].value.clone()))
        }
    }
}

/// The first level whose upper end lies above `x`.
fn level(x: f64, ends: &[f64], most: usize) -> usize {
    ends.iter().take_while(|end| x > **end).count().min(most - 1)
}

/// A standard normal number (Box & Muller 1958).
fn normal(random: &mut impl Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.random::<f64>()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.random::<f64>()).cos()
}
